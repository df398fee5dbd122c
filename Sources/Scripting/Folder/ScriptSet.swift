package import Lines
package import Transport

/// The running scripts: keeps the worker's scripts in step with the folder, and runs handlers in
/// all of them.
///
/// A file takes part as soon as it is there, in order of names. A script that fails too often in a
/// row is paused for a while, or until it is saved again or resumed; the others are not affected.
package actor ScriptSet {
    let folder: ScriptFolder
    private let library: ScriptFolder
    /// What scripts find that are loaded from now on.
    package private(set) var shelf = ModuleShelf()
    let worker: ScriptWorker
    let memory: @Sendable (String) -> [String: ScriptValue]
    private let standing: @Sendable (String) -> ScriptStanding?
    let world: World
    let pauseAfter: Int
    var entries: [String: Entry] = [:]
    /// Standings that have changed and are to be stored, by script.
    var changedStandings: [String: ScriptStanding] = [:]
    /// Versions that have begun to run and are to be stored, by script.
    var newVersions: [String: ScriptVersion] = [:]
    let lastVersion: @Sendable (String) -> String?
    private var folderProblem: String?
    /// Files that were left because there are too many.
    private var left: [String] = []
    /// Why there was no worker to load a script.
    private var workerProblem: ScriptFailure?
    private var isRefreshing = false

    struct Entry {
        var status: ScriptStatus
        var standing: ScriptStanding
        /// Messages on which it failed since it last handled one: each counts once.
        var failedOn: Set<Int64> = []
        /// The version on disk that was last tried, whatever the result.
        var seen: ScriptFolder.Stamp?
        var problem: String?
        /// The modules it asked for when it was last tried.
        var modules: Set<String> = []
        /// There was no worker to load it.
        var awaitsWorker = false
    }

    /// - Parameters:
    ///   - memory: the stored values of a script. Called when a script is first loaded and after
    ///     `reset`.
    ///   - standing: the stored failures and pauses of a script. Called when it is first loaded.
    ///   - lastVersion: the stored text of a script that last began to run. Called for a script whose
    ///     file does not load and none of whose versions runs.
    ///   - pauseAfter: the number of failures in a row after which a script is paused.
    package init(
        folder: String, worker: ScriptWorker,
        memory: @escaping @Sendable (String) -> [String: ScriptValue],
        standing: @escaping @Sendable (String) -> ScriptStanding? = { _ in nil },
        lastVersion: @escaping @Sendable (String) -> String? = { _ in nil }, world: World,
        pauseAfter: Int
    ) {
        self.lastVersion = lastVersion
        self.folder = ScriptFolder(path: folder, longest: worker.limits.source)
        library = ScriptFolder(
            path: "\(folder)/\(ModuleShelf.folder)", longest: worker.limits.source)
        self.worker = worker
        self.memory = memory
        self.standing = standing
        self.world = world
        self.pauseAfter = pauseAfter
    }

    /// Checks the folder and applies changes. Cheap if there are none.
    package func refresh() async -> [ScriptNotice] {
        guard !isRefreshing else { return [] }
        isRefreshing = true
        defer { isRefreshing = false }
        let listing: ScriptFolder.Listing
        do throws(FolderError) {
            listing = try folder.list()
            folderProblem = nil
        } catch {
            // Old scripts are better than none.
            guard folderProblem != error.description else { return [] }
            folderProblem = error.description
            return [ScriptNotice(script: "", kind: .folder, reason: error.description)]
        }
        await followModules()
        let files = listing.files
        var notices = noticesAbout(left: listing.left)
        var gone: [String: String] = [:]
        for name in entries.keys.sorted() where files[name] == nil {
            if let version = entries[name]?.standing.version { gone[version] = name }
            entries[name] = nil
            await worker.unload(name)
            notices.append(ScriptNotice(script: name, kind: .removed))
        }
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            guard var notice = await follow(name, file) else { continue }
            if notice.kind == .loaded, let version = entries[name]?.standing.version,
                let old = gone[version]
            {
                notice.log.append(
                    "it has the text of \(old), which is gone; run `script \(old) --rename \(name)` "
                        + "to give it what \(old) remembered, and its timers")
            }
            notices.append(notice)
        }
        return notices + endPauses()
    }

    /// Runs a handler in every script that has it, in order of file names, until one stops the
    /// message. Paused scripts and those without the handler are skipped. A call for a single
    /// script always has a report unless that script is gone or paused.
    ///
    /// - Parameter proof: a call that a script has completed before. A script that completes it
    ///   again is not paused for messages on which it failed: their texts are to blame.
    package func run(
        _ call: HandlerCall, answering: @escaping ScriptAnswering,
        proof: (@Sendable (String) async -> HandlerCall)? = nil
    ) async -> [RunReport] {
        let loaded = entries.values.map(\.status).filter { status in
            status.state == .loaded && (call.only == nil || call.only == status.name)
        }
        let hearing = loaded.filter { $0.handlers.contains(call.handler.rawValue) }.map(\.name)
        guard !hearing.isEmpty else {
            guard call.only != nil else { return [] }
            return loaded.map { RunReport(script: $0.name, outcome: .noHandler) }
        }
        let versions = entries.mapValues(\.standing.version)
        var reports = await worker.run(
            hearing.sorted(), call, now: call.at ?? world.now(), answering: answering)
        for index in reports.indices { reports[index].version = versions[reports[index].script] }
        for index in reports.indices where note(reports[index], call) {
            let name = reports[index].script
            if call.handler == .onMessage, let proof,
                await completes(name, await proof(name), answering)
            {
                acquit(name)
            } else {
                let count = entries[name]?.standing.failures ?? pauseAfter
                reports[index].pause = pause(
                    name, for: "it failed \(counted(count, "time")) in a row")
            }
        }
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

    /// Discards the memory of scripts, so that it is read from the store again. Needed when their
    /// changes could not be committed.
    package func reset(_ names: some Sequence<String> & Sendable) async {
        for name in names { await worker.reset(name, memory: memory(name)) }
    }

    /// Says once which files are left.
    private func noticesAbout(left: [String]) -> [ScriptNotice] {
        guard left != self.left else { return [] }
        self.left = left
        guard let first = left.first else { return [] }
        let others = left.count == 1 ? "" : " and \(left.count - 1) after it"
        return [
            ScriptNotice(
                script: "", kind: .folder,
                reason: "there are more than \(ScriptFolder.most) scripts: \(first)\(others) "
                    + "\(left.count == 1 ? "is" : "are") not loaded")
        ]
    }

    // MARK: Following files

    /// Scripts that use a module that has changed, or want one that has come, are loaded again.
    private func followModules() async {
        let changed = shelf.follow(library)
        guard !changed.isEmpty else { return }
        await worker.setModules(shelf)
        for (name, entry) in entries where !entry.modules.isDisjoint(with: changed) {
            entries[name]?.seen = nil
        }
    }

    private func follow(
        _ name: String, _ file: Result<ScriptFolder.Stamp, FolderError>
    ) async -> ScriptNotice? {
        switch file {
        case .failure(let error):
            let isRevived = await reviveLastVersion(of: name)
            return unreadable(name, error, nil).map { $0.marked(isRevived: isRevived) }
        case .success(let stamp):
            guard entries[name]?.seen != stamp else { return nil }
            switch folder.read(name) {
            case .failure(let error):
                let isRevived = await reviveLastVersion(of: name)
                return unreadable(name, error, stamp).map { $0.marked(isRevived: isRevived) }
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
        let (result, modules) = await worker.loading(
            name, source: source, memory: isKnown ? nil : memory(name), now: world.now())
        defer { entries[name]?.modules = modules }
        switch result {
        case .failure(let failure):
            // Without a worker nothing was tried: the file is tried again, and the missing worker
            // is reported once rather than for each script.
            let isTried = failure.kind.isOfScript
            let isRevived = isTried ? await reviveLastVersion(of: name) : false
            let notice = complain(name, isTried ? stamp : nil, .broken, failure.description)
            let wasLoaded = entries[name]?.status.loadedAt != nil
            entries[name]?.awaitsWorker = !isTried && !wasLoaded
            if !isTried { workerProblem = failure }
            return isTried ? notice?.marked(isRevived: isRevived) : nil
        case .success(let loaded):
            let isReload = entries[name]?.status.loadedAt != nil
            var status = entries[name]?.status ?? ScriptStatus(name: name, state: .loaded)
            status.state = .loaded
            status.handlers = loaded.handlers
            status.remark = loaded.remark.map { "\(name): \($0)" }
            status.loadedAt = world.now()
            status.newerVersionError = nil
            status.lastFailure = nil
            var entry = Entry(
                status: status, standing: standing(of: name, source, isReload: isReload))
            entry.seen = stamp
            entries[name] = entry
            note(version: source, of: name)
            showStanding(of: name)
            return ScriptNotice(
                script: name, kind: isReload ? .reloaded : .loaded, log: loaded.log)
        }
    }

    /// Records the fault of the version on disk and reports it once.
    private func complain(
        _ name: String, _ stamp: ScriptFolder.Stamp?, _ kind: ScriptNotice.Kind, _ reason: String
    ) -> ScriptNotice? {
        var entry =
            entries[name]
            ?? Entry(
                status: ScriptStatus(name: name, state: .broken),
                standing: ScriptStanding(script: name, version: ""))
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

    /// The stored standing of this very text when it is first loaded; a fresh one otherwise.
    func standing(of name: String, _ source: String, isReload: Bool) -> ScriptStanding {
        let version = ScriptSet.version(of: source)
        let stored = isReload ? entries[name]?.standing : standing(name)
        if let stored, stored.version == version, !isReload { return stored }
        let fresh = ScriptStanding(script: name, version: version)
        if let stored, stored.failures > 0 || stored.pauses > 0 { changedStandings[name] = fresh }
        return fresh
    }
}
