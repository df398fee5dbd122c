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

    /// The reply to a frame of a name and a request.
    func carryOut(_ frame: Frame) throws(WireError) -> [UInt8] {
        var reader = WireReader(frame.payload)
        let name = try reader.value().text ?? ""
        switch frame.verb {
        case .load: return WorkerReply.payload(load(name, reader.rest))
        case .run: return WorkerReply.payload(run(name, reader.rest))
        case .configure: return WorkerReply.payload(configure(reader.rest))
        case .unload:
            states[name] = nil
            return WorkerReply.payload(ScriptState.Result(outcome: .done))
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
