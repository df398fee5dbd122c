import Lines
package import Scripting
import Transport

/// The world of a test of scripts: lines, messages and timers, and a time that moves only when the
/// test says so.
///
/// A test runs in a worker and asks for its steps one by one; the scripts run in another worker,
/// as they would in a manager.
package actor TestStage {
    /// Monday, 1 January 2024, 00:00 UTC: the time at which each test begins.
    static let start = Instant(unixSeconds: 1_704_067_200)

    let worker: ScriptWorker
    /// Every script of the folder, in the order in which they run.
    private let folder: [Rehearsal.Script]

    var now = TestStage.start
    var environment = ScriptEnvironment()
    /// The scripts of this test: those it names, or all.
    var scripts: [Rehearsal.Script] = []
    private var isLoaded = false
    private var handlers: [String: Set<String>] = [:]
    var lines: [ScriptValue] = []
    /// Newest last.
    var messages: [ScriptValue] = []
    var timers: [StageTimer] = []
    private var lastTimer = 0
    /// What the scripts are to remember when they are loaded.
    private var presets: [String: [String: ScriptValue]] = [:]
    /// What questions are answered with, by the name of the function that asks.
    var answers: [String: Result<ScriptValue, ScriptQueryError>] = [:]
    /// How often which lines ran, in all tests.
    private var counts: [String: [Int: Int]] = [:]

    /// - Parameter worker: for the scripts only.
    package init(worker: ScriptWorker, folder: [Rehearsal.Script]) {
        self.worker = worker
        self.folder = folder
    }

    /// What a step does not do, as a sentence for the author of the test.
    struct Refusal: Error {
        var why: String

        init(_ why: String) { self.why = why }
    }

    /// How often each line of each script ran.
    package var lineCounts: [String: [Int: Int]] { counts }

    /// Carries out a step of the test.
    package func answer(_ query: ScriptQuery) async -> Result<ScriptValue, ScriptQueryError> {
        guard case .test(let question) = query else {
            return .failure(ScriptQueryError("only steps of tests are answered here"))
        }
        let arguments = question["arguments"] ?? [:]
        do throws(Refusal) {
            return .success(try await perform(question["step"]?.text ?? "", arguments))
        } catch {
            return .failure(ScriptQueryError(error.why))
        }
    }

    private func perform(
        _ step: String, _ arguments: ScriptValue
    ) async throws(Refusal) -> ScriptValue {
        switch step {
        case "begin": return await begin()
        case "scripts": return try choose(arguments)
        case "config": return try configure(arguments)
        case "remember": return try preset(arguments)
        case "answer": return try prepare(arguments)
        case "remembered": return try await remembered(arguments)
        case "now": return ScriptValue.seconds(now)
        case "duration":
            return .number(Double(try duration(arguments["text"]).milliseconds) / 1000)
        case "line": return try line(arguments)
        default: return try await act(step, arguments).value
        }
    }

    // MARK: Before the first step

    private func begin() async -> ScriptValue {
        for script in scripts where isLoaded { await worker.unload(script.name) }
        (now, environment, scripts, isLoaded) = (Self.start, ScriptEnvironment(), folder, false)
        (handlers, lines, messages, timers, presets) = ([:], [], [], [], [:])
        answers = [:]
        return [:]
    }

    private func choose(_ arguments: ScriptValue) throws(Refusal) -> ScriptValue {
        try mustBeFirst("scripts")
        let names = arguments["names"]?.items?.compactMap(\.text) ?? []
        guard !names.isEmpty else { throw Refusal("name at least one script") }
        var chosen: [Rehearsal.Script] = []
        for name in names {
            guard let script = folder.first(where: { [name, name + ".lua"].contains($0.name) })
            else {
                let known = folder.map(\.name)
                throw Refusal(
                    "there is no script \(name)\(suggestion(for: name, among: known))")
            }
            chosen.append(script)
        }
        scripts = chosen.sorted { $0.name < $1.name }
        return [:]
    }

    private func configure(_ arguments: ScriptValue) throws(Refusal) -> ScriptValue {
        try mustBeFirst("config")
        for name in (arguments.fields ?? [:]).keys.sorted()
        where !["routes", "channels", "zone"].contains(name) {
            throw Refusal("there is no setting \(name); routes, channels and zone are known")
        }
        environment.routes = arguments["routes"]?.items?.compactMap(\.text) ?? environment.routes
        environment.channels =
            arguments["channels"]?.items?.compactMap(\.text) ?? environment.channels
        guard let name = arguments["zone"]?.text else { return [:] }
        guard let zone = LocalZone.named(name) else {
            throw Refusal("there is no time zone \(name); write one such as Europe/Berlin")
        }
        environment.zone = zone
        return [:]
    }

    private func preset(_ arguments: ScriptValue) throws(Refusal) -> ScriptValue {
        try mustBeFirst("remember")
        guard let key = arguments["key"]?.text else { throw Refusal("key is missing") }
        let script = try scriptNamed(arguments["script"]?.text)
        presets[script, default: [:]][key] = arguments["value"]
        return [:]
    }

    private func mustBeFirst(_ step: String) throws(Refusal) {
        guard !isLoaded else { throw Refusal("\(step) comes before the first message or event") }
    }

    /// A script of this test; the only one if none is named.
    func scriptNamed(_ name: String?) throws(Refusal) -> String {
        guard let name else {
            guard scripts.count == 1 else {
                throw Refusal("there is more than one script; name the one that is meant")
            }
            return scripts[0].name
        }
        guard let script = scripts.first(where: { [name, name + ".lua"].contains($0.name) }) else {
            throw Refusal(
                "there is no script \(name)"
                    + suggestion(for: name, among: scripts.map(\.name)))
        }
        return script.name
    }

    private func remembered(_ arguments: ScriptValue) async throws(Refusal) -> ScriptValue {
        guard let key = arguments["key"]?.text else { throw Refusal("key is missing") }
        if !isLoaded { _ = try await load(starting: true) }
        if let name = arguments["script"]?.text {
            return await worker.memory(of: try scriptNamed(name))?[key] ?? .null
        }
        var found: [(script: String, value: ScriptValue)] = []
        for script in scripts {
            if let value = await worker.memory(of: script.name)?[key] {
                found.append((script.name, value))
            }
        }
        guard found.count <= 1 else {
            let names = found.map(\.script).joined(separator: " and ")
            throw Refusal("\(names) remember \(key); name the script that is meant")
        }
        return found.first?.value ?? .null
    }

    // MARK: Running

    /// Loads the scripts, and lets them start.
    func load(starting: Bool) async throws(Refusal) -> [RunReport] {
        guard !isLoaded else { return [] }
        isLoaded = true
        await worker.setEnvironment(environment)
        for script in scripts {
            await worker.setModules(script.modules)
            let result = await worker.load(
                script.name, source: script.source, memory: presets[script.name] ?? [:], now: now)
            switch result {
            case .failure(let failure): throw Refusal("\(failure)")
            case .success(let loaded):
                handlers[script.name] = Set(loaded.handlers)
                count(loaded.lines)
            }
        }
        return starting ? await run(HandlerCall(.onStart, ["start"])) : []
    }

    /// Events of scripts lead to events of scripts: this many at most, as in the manager.
    private static let longestChain = 8

    /// Runs a handler in every script that has it, until one stops the message; then the others hear
    /// what these told them.
    func run(_ call: HandlerCall, depth: Int = 1) async -> [RunReport] {
        let names = scripts.map(\.name).filter { name in
            (call.only == nil || call.only == name)
                && handlers[name]?.contains(call.handler.rawValue) == true
        }
        guard !names.isEmpty else { return [] }
        let reports = await worker.run(names, call, now: now) { query in
            await self.reply(to: query)
        }
        for report in reports {
            count(report.lines)
            for decision in report.decisions { keepTimer(of: decision, report.script) }
        }
        guard depth < Self.longestChain else { return reports }
        var all = reports
        for report in reports where report.failure == nil {
            for case .emit(let name, let data) in report.decisions {
                for other in scripts.map(\.name) where other != report.script {
                    let event = HandlerCall(
                        .onEvent, [.string(name), data, .string(report.script)], only: other)
                    all += await run(event, depth: depth + 1)
                }
            }
        }
        return all
    }

    private func count(_ lines: [LineCount]) {
        for line in lines { counts[line.file, default: [:]][line.line, default: 0] += line.count }
    }

    private func keepTimer(of decision: Decision, _ script: String) {
        lastTimer += 1
        switch decision {
        case .cancelTimer(let name):
            timers.removeAll { $0.script == script && $0.name == name }
        default:
            guard
                let timer = StageTimer(
                    decision, of: script, at: now, in: environment.zone, order: lastTimer)
            else { return }
            let same = timers.firstIndex { $0.script == script && $0.name == timer.name }
            guard let same else { return timers.append(timer) }
            if timer.schedule != nil, timers[same].schedule == timer.schedule {
                timers[same].data = timer.data
            } else {
                timers[same] = timer
            }
        }
    }
}
