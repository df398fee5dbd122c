import Lines
package import Transport

/// A script tried out: its text run on messages of the past, with nothing carried out and nothing
/// kept.
///
/// It has a worker of its own, which is thrown away with everything the script remembered in it, so
/// neither a hang nor a crash of a script that is still being written touches those at work.
package struct Rehearsal: Sendable {
    private let executable: String
    private let limits: ScriptLimits
    private let environment: ScriptEnvironment
    private let world: World

    package init(
        executable: String = "/proc/self/exe", limits: ScriptLimits = ScriptLimits(),
        environment: ScriptEnvironment = ScriptEnvironment(), world: World
    ) {
        self.executable = executable
        self.limits = limits
        self.environment = environment
        self.world = world
    }

    /// What was logged while the text was loaded, and a report for each call.
    package struct Outcome: Equatable, Sendable {
        package var loaded: ScriptWorker.Loaded
        package var reports: [RunReport]
    }

    /// The text of a script anywhere on this machine.
    ///
    /// - Throws: why it cannot be read. Only ordinary files are, as long as scripts may be: a pipe or
    ///   a device would hold everybody up.
    package func source(at path: String) throws(ScriptFailure) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? ""
        let folder = ScriptFolder(
            path: parts.dropLast().joined(separator: "/"), longest: limits.source)
        do {
            return try folder.read(name).get().source
        } catch {
            throw ScriptFailure(script: name, kind: .compile, message: "\(path) \(error)")
        }
    }

    /// - Parameters:
    ///   - memory: what the script remembers at the beginning.
    ///   - calls: in order; each sees what those before it remembered.
    /// - Throws: the failure to load the text at all.
    package func run(
        _ name: String, source: String, memory: [String: ScriptValue] = [:],
        calls: [HandlerCall], answering: @escaping ScriptAnswering
    ) async throws(ScriptFailure) -> Outcome {
        let worker = ScriptWorker(executable: executable, limits: limits)
        await worker.setEnvironment(environment)
        let loading = await worker.load(
            name, source: source, memory: memory, now: calls.first?.at ?? world.now())
        var reports: [RunReport] = []
        if case .success = loading {
            for call in calls where !Task.isCancelled {
                let now = call.at ?? world.now()
                reports.append(await worker.run(name, call, now: now, answering: answering))
            }
        }
        await worker.shutDown()
        return Outcome(loaded: try loading.get(), reports: reports)
    }
}
