/// Carries out the manager's requests in the worker, with a Lua state per loaded script.
final class WorkerRequests {
    private let limits: ScriptLimits
    private let questions: WorkerQuestions
    private let settings: [UInt8]
    private let testSettings: [UInt8]
    private var states: [String: ScriptState] = [:]

    init(limits: ScriptLimits, questions: WorkerQuestions) {
        self.limits = limits
        self.questions = questions
        settings = WireWriter.encode(PreludeSettings.scripts(limits))
        testSettings = WireWriter.encode(PreludeSettings.tests())
    }

    /// Replies to a frame that contains a name, or the names of the scripts to run, and a request.
    func carryOut(_ frame: Frame, reply: ([UInt8]) -> Void) throws(WireError) {
        var reader = WireReader(frame.payload)
        let head = try reader.value()
        let name = head.text ?? ""
        switch frame.verb {
        case .load:
            reply(WorkerReply.payload(load(name, reader.rest, Prelude.scripts, settings)))
        case .run:
            let names = head.items?.compactMap(\.text) ?? []
            guard !names.isEmpty else { throw .malformed }
            run(names, reader.rest, reply: reply)
        case .evaluate: reply(WorkerReply.payload(invoke("evaluate", name, reader.rest)))
        case .tests:
            reply(WorkerReply.payload(load(name, reader.rest, Prelude.tests, testSettings)))
        case .outline: reply(WorkerReply.payload(outline(try reader.value().text ?? "")))
        case .configure: reply(WorkerReply.payload(configure(reader.rest)))
        case .unload:
            states[name] = nil
            reply(WorkerReply.payload(ScriptState.Result(outcome: .done)))
        default: throw .malformed
        }
    }

    /// The previous version of the script stays unless the new one loads.
    private func load(
        _ name: String, _ request: ArraySlice<UInt8>, _ prelude: String, _ settings: [UInt8]
    ) -> ScriptState.Result {
        guard let state = makeState(prelude, settings) else { return noMemory(name) }
        let result = compiled(state.invoke("load", request))
        if result.outcome == .done { states[name] = state }
        return result
    }

    /// Runs a handler of one script after another until one stops the message. Each reply is sent
    /// before the next script starts, so that a script that hangs or dies does not lose the results
    /// of those before it.
    private func run(
        _ names: [String], _ request: ArraySlice<UInt8>, reply: ([UInt8]) -> Void
    ) {
        var request = request
        for name in names {
            let payload = WorkerReply.payload(invoke("run", name, request))
            reply(payload)
            guard let told = try? WorkerReply(payload: payload[...]) else { continue }
            if told.hasStopped { return }
            request = Self.request(request, after: told)
        }
    }

    /// The request for the next script, which sees the tags and the route that this one decided.
    private static func request(
        _ request: ArraySlice<UInt8>, after told: WorkerReply
    ) -> ArraySlice<UInt8> {
        let decisions = (told.value["decisions"]?.items ?? []).compactMap { try? Decision($0) }
            .filter(\.isSeenByOthers)
        var reader = WireReader(request)
        guard !decisions.isEmpty, case .table(var fields)? = try? reader.value(),
            case .array(var arguments)? = fields["arguments"], !arguments.isEmpty
        else { return request }
        arguments[0] = arguments[0].seen(after: decisions)
        fields["arguments"] = .array(arguments)
        return WireWriter.encode(.table(fields))[...]
    }

    private func invoke(
        _ entry: String, _ name: String, _ request: ArraySlice<UInt8>
    ) -> ScriptState.Result {
        guard let state = states[name] else { return ScriptState.Result(outcome: .unknown) }
        let result = state.invoke(entry, request)
        // A state stopped at an arbitrary point may be inconsistent; an error is the script's own.
        if result.outcome != .done, result.outcome != .failed { states[name] = nil }
        return result
    }

    private func outline(_ source: String) -> ScriptState.Result {
        guard let state = makeState(Prelude.scripts, settings) else { return noMemory("a script") }
        guard let lines = state.outline(of: source) else {
            return ScriptState.Result(outcome: .notCompiled)
        }
        var result = ScriptState.Result(outcome: .done)
        result.value = WireWriter.encode(.array(lines.map { .integer(Int64($0)) }))
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

    /// The prelude reports text that is not Lua as a value.
    private func compiled(_ result: ScriptState.Result) -> ScriptState.Result {
        var reader = WireReader(result.value)
        guard result.outcome == .done, let error = try? reader.value()["compile_error"]?.text
        else { return result }
        return ScriptState.Result(outcome: .notCompiled, message: error)
    }
}
