import Lines

/// Answers what scripts ask about dates and clocks, from the table of a zone.
struct WorkerClock {
    /// The zone of config.lua, in which a script's times are meant.
    var zone = LocalZone.utc
    /// The other zones a script named.
    private var others: [String: LocalZone] = [:]

    /// The value, or the reason why there is none.
    ///
    /// - Parameter find: looks up a zone by name in the manager; nil if there is none.
    mutating func answer(
        _ question: ScriptValue, find: (String) -> LocalZone?
    ) -> ScriptValue {
        do throws(Schedule.Unreadable) {
            let zone = try zone(question["zone"]?.text, find)
            let now = Instant(milliseconds: question["milliseconds"]?.whole ?? 0)
            let words = question["words"]?.text ?? ""
            switch question["verb"]?.text {
            case "date":
                guard let format = question["format"]?.text else {
                    return ["value": .string(DateText.rfc3339(now, in: zone))]
                }
                return ["value": .string(try DateText.text(now, format: format, in: zone))]
            case "clock": return ["value": Self.fields(of: now, in: zone)]
            case "seconds":
                return ["value": .integer(try Self.milliseconds(question["fields"], in: zone))]
            case "time":
                let time = try WrittenTime.next(words, after: now, in: zone)
                return ["value": .integer(time.milliseconds)]
            default:
                _ = try Schedule(every: words)
                return ["value": .bool(true)]
            }
        } catch {
            return ["reason": .string(error.description)]
        }
    }

    private mutating func zone(
        _ name: String?, _ find: (String) -> LocalZone?
    ) throws(Schedule.Unreadable) -> LocalZone {
        guard let name, name != zone.name else { return zone }
        if let known = others[name] { return known }
        guard let found = find(name) else {
            throw Schedule.Unreadable(
                description: "there is no time zone \(Schedule.quoted(name)); write one such as "
                    + "\"Europe/Berlin\"")
        }
        // A script that goes through all zones must not fill the worker.
        if others.count >= 16 { others = [:] }
        others[name] = found
        return found
    }

    private static func fields(of instant: Instant, in zone: LocalZone) -> ScriptValue {
        let civil = zone.civil(at: instant)
        func whole(_ value: Int) -> ScriptValue { .integer(Int64(value)) }
        return [
            "year": whole(civil.year), "month": whole(civil.month), "day": whole(civil.day),
            "hour": whole(civil.hour), "minute": whole(civil.minute),
            "second": whole(civil.second), "weekday": whole(civil.weekday),
            "yearday": whole(civil.dayOfYear), "zone": .string(zone.name),
            "offset": whole(zone.offset(at: instant)),
        ]
    }

    private static func milliseconds(
        _ fields: ScriptValue?, in zone: LocalZone
    ) throws(Schedule.Unreadable) -> Int64 {
        func field(_ name: String, _ otherwise: Int) -> Int {
            Int(clamping: fields?[name]?.whole ?? Int64(otherwise))
        }
        let civil = Instant.Civil(
            year: field("year", 0), month: field("month", 1), day: field("day", 1),
            hour: field("hour", 0), minute: field("minute", 0), second: field("second", 0))
        guard let instant = zone.instant(of: civil) else {
            throw Schedule.Unreadable(description: "there is no such date")
        }
        return instant.milliseconds
    }
}
