import Lines
package import Transport

/// A dry run of a script: its text runs on past messages, and nothing is carried out or kept.
///
/// It has a worker of its own, which is discarded afterwards with everything the script remembered,
/// so that neither a hang nor a crash of an unfinished script affects the running ones.
package struct Rehearsal: Sendable {
    private let executable: String
    private let limits: ScriptLimits
    private let environment: ScriptEnvironment
    private let world: World
    /// What `require` finds.
    package var modules = ModuleShelf()

    package init(
        executable: String = "/proc/self/exe", limits: ScriptLimits = ScriptLimits(),
        environment: ScriptEnvironment = ScriptEnvironment(), world: World
    ) {
        self.executable = executable
        self.limits = limits
        self.environment = environment
        self.world = world
    }

    /// The log of loading the text, and a report for each call.
    package struct Outcome: Equatable, Sendable {
        package var loaded: ScriptWorker.Loaded
        package var reports: [RunReport]
    }

    /// The text of a script anywhere on this machine.
    ///
    /// - Throws: why it cannot be read. Only regular files up to the size limit of scripts are,
    ///   because a pipe or a device could block forever.
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
    ///   - memory: the values the script remembers at the beginning.
    ///   - calls: in order; each one sees what the previous ones remembered.
    /// - Throws: the failure to load the text.
    package func run(
        _ name: String, source: String, memory: [String: ScriptValue] = [:],
        calls: [HandlerCall], answering: @escaping ScriptAnswering
    ) async throws(ScriptFailure) -> Outcome {
        let worker = ScriptWorker(executable: executable, limits: limits)
        await worker.setEnvironment(environment)
        await worker.setModules(modules)
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
