/// Carries out what the manager asks of the worker: holds a state for each script that is loaded.
final class WorkerRequests {
    private let limits: ScriptLimits
    private let questions: WorkerQuestions
    private let settings: [UInt8]
    private var states: [String: ScriptState] = [:]

    init(limits: ScriptLimits, questions: WorkerQuestions) {
        self.limits = limits
        self.questions = questions
        settings = WireWriter.encode(PreludeSettings.scripts(limits))
    }

    /// Replies to a frame of a name, or of the names of the scripts to run, and a request.
    func carryOut(_ frame: Frame, reply: ([UInt8]) -> Void) throws(WireError) {
        var reader = WireReader(frame.payload)
        let head = try reader.value()
        let name = head.text ?? ""
        switch frame.verb {
        case .load: reply(WorkerReply.payload(load(name, reader.rest)))
        case .run:
            let names = head.items?.compactMap(\.text) ?? []
            guard !names.isEmpty else { throw .malformed }
            run(names, reader.rest, reply: reply)
        case .configure: reply(WorkerReply.payload(configure(reader.rest)))
        case .unload:
            states[name] = nil
            reply(WorkerReply.payload(ScriptState.Result(outcome: .done)))
        default: throw .malformed
        }
    }

    /// An older version of the script stays unless the new one loads.
    private func load(_ name: String, _ request: ArraySlice<UInt8>) -> ScriptState.Result {
        guard let state = makeState(Prelude.scripts, settings) else { return noMemory(name) }
        let result = compiled(state.invoke("load", request))
        if result.outcome == .done { states[name] = state }
        return result
    }

    /// Runs a handler of one script after the other, until one stops the message. Each is answered for
    /// before the next begins: one that hangs or dies must not take with it what came before.
    private func run(
        _ names: [String], _ request: ArraySlice<UInt8>, reply: ([UInt8]) -> Void
    ) {
        for name in names {
            let payload = WorkerReply.payload(run(name, request))
            reply(payload)
            if (try? WorkerReply(payload: payload[...]))?.hasStopped == true { return }
        }
    }

    private func run(_ name: String, _ request: ArraySlice<UInt8>) -> ScriptState.Result {
        guard let state = states[name] else { return ScriptState.Result(outcome: .unknown) }
        let result = state.invoke("run", request)
        // A state that was stopped anywhere may be half of anything; an error is the script's own.
        if result.outcome != .done, result.outcome != .failed { states[name] = nil }
        return result
    }

    private func configure(_ request: ArraySlice<UInt8>) -> ScriptState.Result {
        guard
            let state = makeState(
                Prelude.configuration, WireWriter.encode(PreludeSettings.configuration()))
        else {
            return noMemory("config.lua")
        }
        return compiled(state.invoke("configure", request))
    }

    private func makeState(_ prelude: String, _ settings: [UInt8]) -> ScriptState? {
        ScriptState(prelude: prelude, settings: settings, limits: limits, questions: questions)
    }

    private func noMemory(_ name: String) -> ScriptState.Result {
        ScriptState.Result(outcome: .noMemory, message: "\(name): no memory left to load it")
    }

    /// Text that is not Lua is reported by the prelude as a value.
    private func compiled(_ result: ScriptState.Result) -> ScriptState.Result {
        var reader = WireReader(result.value)
        guard result.outcome == .done, let error = try? reader.value()["compile_error"]?.text
        else { return result }
        return ScriptState.Result(outcome: .notCompiled, message: error)
    }
}
