import Lines

/// A zone's table, encoded for the worker, which may not read the zone database.
extension LocalZone {
    var wire: ScriptValue {
        [
            "name": .string(name), "first": .integer(Int64(first)),
            "at": .array(changes.map { .integer($0.at) }),
            "offsets": .array(changes.map { .integer(Int64($0.offset)) }),
        ]
    }

    init?(_ value: ScriptValue) {
        guard let name = value["name"]?.text, let first = value["first"]?.whole,
            let times = value["at"]?.items, let offsets = value["offsets"]?.items
        else { return nil }
        self.init(
            name, first: Int(clamping: first),
            changes: zip(times, offsets).map { time, offset in
                Change(at: time.whole ?? 0, offset: Int(clamping: offset.whole ?? 0))
            })
    }
}
