/// The worker's reply to a request.
struct WorkerReply {
    enum Outcome: UInt8 {
        case done, failed, late, noMemory, overrun
        /// There is no such script.
        case unknown
        /// The text is not Lua.
        case notCompiled
        /// It could not be stopped. The worker sends this as its last words, and ends.
        case unstoppable
    }

    var outcome: Outcome
    var message = ""
    var traceback = ""
    var log = ""
    /// How often which lines ran, if that is counted.
    var lines = ""
    /// Null unless it is done.
    var value = ScriptValue.null

    /// Whether the run kept the message from later scripts.
    var hasStopped: Bool { value["stopped"]?.flag ?? false }

    /// Outcome, head, and the value as encoded by the script's state.
    static func payload(_ result: ScriptState.Result) -> [UInt8] {
        var writer = WireWriter()
        writer.append(byte: result.outcome.rawValue)
        for text in [result.message, result.traceback, result.log, result.lines] {
            writer.append(.string(text))
        }
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
        lines = try reader.value().text ?? ""
        if !reader.rest.isEmpty { value = try reader.value() }
    }
}
