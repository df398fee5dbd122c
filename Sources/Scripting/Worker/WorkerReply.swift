/// What the worker says of a request it carried out.
struct WorkerReply {
    enum Outcome: UInt8 {
        case done, failed, late, noMemory, overrun
        /// It has no such script.
        case unknown
        /// The text is not Lua.
        case notCompiled
    }

    var outcome: Outcome
    var message = ""
    var traceback = ""
    var log = ""
    /// Null unless it is done.
    var value = ScriptValue.null

    /// Whether it is of a run that kept the message from the scripts after it.
    var hasStopped: Bool { value["stopped"]?.flag ?? false }

    /// Outcome, head, and the value as the script's state encoded it.
    static func payload(_ result: ScriptState.Result) -> [UInt8] {
        var writer = WireWriter()
        writer.append(byte: result.outcome.rawValue)
        for text in [result.message, result.traceback, result.log] { writer.append(.string(text)) }
        writer.append(raw: result.value)
        return writer.bytes
    }

    init(payload: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(payload)
        guard let outcome = Outcome(rawValue: try reader.byte()) else { throw .malformed }
        self.outcome = outcome
        message = try reader.value().text ?? ""
        traceback = try reader.value().text ?? ""
        log = try reader.value().text ?? ""
        if !reader.rest.isEmpty { value = try reader.value() }
    }
}
