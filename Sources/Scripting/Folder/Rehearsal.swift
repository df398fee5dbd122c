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

    package init(
        executable: String = "/proc/self/exe", limits: ScriptLimits = ScriptLimits(),
        environment: ScriptEnvironment = ScriptEnvironment(), world: World
    ) {
        self.executable = executable
        self.limits = limits
        self.environment = environment
        self.world = world
    }

    /// A script to try: its text, and the values it remembers at the beginning.
    package struct Script: Equatable, Sendable {
        package var name: String
        package var source: String
        package var memory: [String: ScriptValue]
        /// What `require` finds.
        package var modules: ModuleShelf

        package init(
            name: String, source: String, memory: [String: ScriptValue] = [:],
            modules: ModuleShelf = ModuleShelf()
        ) {
            self.name = name
            self.source = source
            self.memory = memory
            self.modules = modules
        }
    }

    /// What came of it.
    package struct Outcome: Equatable, Sendable {
        /// By script.
        package var loaded: [String: ScriptWorker.Loaded]
        /// For each call in order, a report of each script that ran. There are fewer than calls if
        /// they grew too long together.
        package var reports: [[RunReport]]
        /// What each script remembers at the end.
        package var memory: [String: [String: ScriptValue]]
    }

    /// The most bytes of reports to hold; the call that exceeds them is the last.
    private static let mostBytes = 4 << 20

    /// A worker of its own, with the names of the configuration.
    package func makeWorker(countsLines: Bool = false) async -> ScriptWorker {
        let worker = ScriptWorker(
            executable: executable, limits: countsLines ? limits.countingLines : limits)
        await worker.setEnvironment(environment)
        return worker
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
    ///   - scripts: in the order in which they run, until one stops a message.
    ///   - calls: in order; each one sees what the previous ones remembered.
    ///   - countsLines: whether to count how often each line runs.
    /// - Throws: the failure to load a text.
    package func run(
        _ scripts: [Script], calls: [HandlerCall], countsLines: Bool = false,
        answering: @escaping ScriptAnswering
    ) async throws(ScriptFailure) -> Outcome {
        let worker = await makeWorker(countsLines: countsLines)
        var outcome = Outcome(loaded: [:], reports: [], memory: [:])
        for script in scripts {
            await worker.setModules(script.modules)
            let loading = await worker.load(
                script.name, source: script.source, memory: script.memory,
                now: calls.first?.at ?? world.now())
            guard case .success(let loaded) = loading else {
                await worker.shutDown()
                _ = try loading.get()
                return outcome
            }
            outcome.loaded[script.name] = loaded
        }
        var size = 0
        for call in calls where !Task.isCancelled && size < Self.mostBytes {
            let names = scripts.map(\.name).filter { call.only == nil || call.only == $0 }
            let hearing = names.filter {
                outcome.loaded[$0]?.handlers.contains(call.handler.rawValue) == true
            }
            let reports =
                hearing.isEmpty
                ? names.map { RunReport(script: $0, outcome: .noHandler) }
                : await worker.run(
                    hearing, call, now: call.at ?? world.now(), answering: answering)
            outcome.reports.append(reports)
            size += reports.reduce(64) { $0 + $1.size }
        }
        for script in scripts { outcome.memory[script.name] = await worker.memory(of: script.name) }
        await worker.shutDown()
        return outcome
    }
}

extension RunReport {
    /// About as many bytes as it takes.
    fileprivate var size: Int {
        let decided = decisions.reduce(0) { size, decision in
            size + decision.fields.reduce(64) { $0 + WireWriter.encode($1.value).count }
        }
        let placed = places.reduce(0) { $0 + $1.locals.reduce(32) { $0 + $1.utf8.count } }
        return decided + placed + log.reduce(0) { $0 + $1.utf8.count } + lines.count * 32 + 128
    }
}
