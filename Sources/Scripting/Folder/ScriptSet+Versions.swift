package import Lines
import Transport

/// A text of a script that began to run, or that another version replaced.
package struct ScriptVersion: Equatable, Sendable {
    package var script: String
    package var hash: String
    package var text: String
    /// When it last began to run; for one that never ran, when it was replaced.
    package var since: Instant
    /// Whether it ever ran.
    package var hasRun: Bool

    package init(script: String, text: String, since: Instant, hasRun: Bool) {
        self.script = script
        hash = ScriptSet.version(of: text)
        self.text = text
        self.since = since
        self.hasRun = hasRun
    }
}

/// The versions of scripts: which begin to run, and which goes on when a file is broken.
extension ScriptSet {
    /// The versions that have begun to run since the last time.
    package func takeVersions() -> [ScriptVersion] {
        defer { newVersions = [:] }
        return newVersions.values.sorted { $0.script < $1.script }
    }

    /// Gives back versions that could not be stored.
    package func putBack(_ versions: [ScriptVersion]) {
        for version in versions where newVersions[version.script] == nil {
            newVersions[version.script] = version
        }
    }

    func note(version source: String, of name: String) {
        newVersions[name] = ScriptVersion(
            script: name, text: source, since: world.now(), hasRun: true)
    }

    /// Lets the stored version of a script run, if none of its versions does.
    func reviveLastVersion(of name: String) async -> Bool {
        guard entries[name]?.status.loadedAt == nil, let source = lastVersion(name) else {
            return false
        }
        let result = await worker.load(
            name, source: source, memory: memory(name), now: world.now())
        guard case .success(let loaded) = result else { return false }
        var status = ScriptStatus(name: name, state: .loaded)
        status.handlers = loaded.handlers
        status.remark = loaded.remark.map { "\(name): \($0)" }
        status.loadedAt = world.now()
        var entry = Entry(status: status, standing: standing(of: name, source, isReload: false))
        entry.seen = entries[name]?.seen
        entries[name] = entry
        showStanding(of: name)
        return true
    }

    /// The texts that run, in order, each with the hash of its version.
    package func running() async -> [(name: String, source: String, version: String)] {
        var running: [(name: String, source: String, version: String)] = []
        for (name, entry) in entries.sorted(by: { $0.key < $1.key })
        where entry.status.state == .loaded {
            guard let source = await worker.source(of: name) else { continue }
            running.append((name, source, entry.standing.version))
        }
        return running
    }
}
