import Lines
package import Transport

/// The running scripts: keeps the worker's scripts in step with the folder, and runs handlers in
/// all of them.
///
/// A file takes part as soon as it is there, in order of names. A script that fails too often in a
/// row is paused until it is saved again or resumed; the others are not affected.
package actor ScriptSet {
    private let folder: ScriptFolder
    private let worker: ScriptWorker
    private let memory: @Sendable (String) -> [String: ScriptValue]
    private let world: World
    private let pauseAfter: Int
    private var entries: [String: Entry] = [:]
    private var folderProblem: String?
    /// Why there was no worker to load a script.
    private var workerProblem: ScriptFailure?
    private var isRefreshing = false

    private struct Entry {
        var status: ScriptStatus
        /// The version on disk that was last tried, whatever the result.
        var seen: ScriptFolder.Stamp?
        var problem: String?
        /// There was no worker to load it.
        var awaitsWorker = false
    }

    /// - Parameters:
    ///   - memory: the stored values of a script. Called when a script is first loaded and after
    ///     `reset`.
    ///   - pauseAfter: the number of failures in a row after which a script is paused.
    package init(
        folder: String, worker: ScriptWorker,
        memory: @escaping @Sendable (String) -> [String: ScriptValue], world: World, pauseAfter: Int
    ) {
        self.folder = ScriptFolder(path: folder, longest: worker.limits.source)
        self.worker = worker
        self.memory = memory
        self.world = world
        self.pauseAfter = pauseAfter
    }

    /// Checks the folder and applies changes. Cheap if there are none.
    package func refresh() async -> [ScriptNotice] {
        guard !isRefreshing else { return [] }
        isRefreshing = true
        defer { isRefreshing = false }
        let files: [String: Result<ScriptFolder.Stamp, FolderError>]
        do throws(FolderError) {
            files = try folder.list()
            folderProblem = nil
        } catch {
            // Old scripts are better than none.
            guard folderProblem != error.description else { return [] }
            folderProblem = error.description
            return [ScriptNotice(script: "", kind: .folder, reason: error.description)]
        }
        var notices: [ScriptNotice] = []
        for name in entries.keys.sorted() where files[name] == nil {
            entries[name] = nil
            await worker.unload(name)
            notices.append(ScriptNotice(script: name, kind: .removed))
        }
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            if let notice = await follow(name, file) { notices.append(notice) }
        }
        return notices
    }

    /// Runs a handler in every script that has it, in order of file names, until one stops the
    /// message. Paused scripts and those without the handler are skipped. A call for a single
    /// script always has a report unless that script is gone or paused.
    package func run(
        _ call: HandlerCall, answering: @escaping ScriptAnswering
    ) async -> [RunReport] {
        let loaded = entries.values.map(\.status).filter { status in
            status.state == .loaded && (call.only == nil || call.only == status.name)
        }
        let hearing = loaded.filter { $0.handlers.contains(call.handler.rawValue) }.map(\.name)
        guard !hearing.isEmpty else {
            guard call.only != nil else { return [] }
            return loaded.map { RunReport(script: $0.name, outcome: .noHandler) }
        }
        var reports = await worker.run(
            hearing.sorted(), call, now: call.at ?? world.now(), answering: answering)
        for index in reports.indices { reports[index].paused = note(reports[index]) }
        return reports
    }

    /// Why some script was never loaded: no worker, or an unreadable folder. New messages should
    /// wait in that case. Nil if all were loaded.
    package var untried: ScriptFailure? {
        if let folderProblem, entries.isEmpty {
            return ScriptFailure(script: "", kind: .unavailable, message: folderProblem)
        }
        return entries.values.contains(where: \.awaitsWorker) ? workerProblem : nil
    }

    /// The handlers of each loaded script.
    package var handlers: [String: Set<String>] {
        entries.filter { $0.value.status.loadedAt != nil }.mapValues { Set($0.status.handlers) }
    }

    /// Whether a script is ready to run.
    package func isReady(_ name: String) -> Bool { entries[name]?.status.state == .loaded }

    /// The scripts that are ready to run.
    package var ready: [String] { entries.keys.filter(isReady).sorted() }

    /// Every script, in the order of running.
    package func status() -> [ScriptStatus] {
        entries.values.map(\.status).sorted { $0.name < $1.name }
    }

    /// Resumes a paused script. False if there is no such script.
    package func resume(_ name: String) -> Bool {
        guard var status = entries[name]?.status else { return false }
        status.failuresInARow = 0
        if status.state == .paused { status.state = .loaded }
        entries[name]?.status = status
        return true
    }

    /// Discards the memory of scripts, so that it is read from the store again. Needed when their
    /// changes could not be committed.
    package func reset(_ names: some Sequence<String> & Sendable) async {
        for name in names { await worker.reset(name, memory: memory(name)) }
    }

    // MARK: Following one file

    private func follow(
        _ name: String, _ file: Result<ScriptFolder.Stamp, FolderError>
    ) async -> ScriptNotice? {
        switch file {
        case .failure(let error):
            return unreadable(name, error, nil)
        case .success(let stamp):
            guard entries[name]?.seen != stamp else { return nil }
            switch folder.read(name) {
            case .failure(let error): return unreadable(name, error, stamp)
            case .success(let found): return await load(name, found.source, found.stamp)
            }
        }
    }

    private func unreadable(
        _ name: String, _ error: FolderError, _ stamp: ScriptFolder.Stamp?
    ) -> ScriptNotice? {
        complain(name, stamp, .unreadable, error.description)
    }

    private func load(
        _ name: String, _ source: String, _ stamp: ScriptFolder.Stamp
    ) async -> ScriptNotice? {
        // The previous version may remember more than the store yet contains.
        let isKnown = await worker.memory(of: name) != nil
        let result = await worker.load(
            name, source: source, memory: isKnown ? nil : memory(name), now: world.now())
        switch result {
        case .failure(let failure):
            // Without a worker nothing was tried: the file is tried again, and the missing worker
            // is reported once rather than for each script.
            let isTried = failure.kind.isOfScript
            let notice = complain(name, isTried ? stamp : nil, .broken, failure.description)
            let wasLoaded = entries[name]?.status.loadedAt != nil
            entries[name]?.awaitsWorker = !isTried && !wasLoaded
            if !isTried { workerProblem = failure }
            return isTried ? notice : nil
        case .success(let loaded):
            let isReload = entries[name]?.status.loadedAt != nil
            var status = entries[name]?.status ?? ScriptStatus(name: name, state: .loaded)
            status.state = .loaded
            status.handlers = loaded.handlers
            status.remark = loaded.remark.map { "\(name): \($0)" }
            status.failuresInARow = 0
            status.loadedAt = world.now()
            status.newerVersionError = nil
            status.lastFailure = nil
            entries[name] = Entry(status: status, seen: stamp)
            return ScriptNotice(
                script: name, kind: isReload ? .reloaded : .loaded, log: loaded.log)
        }
    }

    /// Records the fault of the version on disk and reports it once.
    private func complain(
        _ name: String, _ stamp: ScriptFolder.Stamp?, _ kind: ScriptNotice.Kind, _ reason: String
    ) -> ScriptNotice? {
        var entry = entries[name] ?? Entry(status: ScriptStatus(name: name, state: .broken))
        let isNews = entry.problem != reason || stamp != nil
        entry.seen = stamp
        entry.problem = reason
        entry.status.newerVersionError = reason
        entries[name] = entry
        guard isNews else { return nil }
        return ScriptNotice(
            script: name, kind: kind, reason: reason,
            keepsRunning: entry.status.loadedAt != nil)
    }

    /// Counts a run. Returns whether it caused the script to be paused.
    private func note(_ report: RunReport) -> Bool {
        guard var status = entries[report.script]?.status else { return false }
        status.runs += 1
        status.lastRunAt = world.now()
        if let failure = report.failure {
            status.failures += 1
            status.lastFailure = failure
            if failure.kind.isOfScript { status.failuresInARow += 1 }
        } else {
            status.failuresInARow = 0
        }
        let pauses = status.state == .loaded && status.failuresInARow >= pauseAfter
        if pauses { status.state = .paused }
        entries[report.script]?.status = status
        return pauses
    }
}
