import Accounts
import Foundation
import Keeping
package import Lines
import Logging
import Scripting
package import Storage
import Transport

/// The versions of scripts: each that began to run is kept, and can be put back.
extension ScriptRunner {
    /// Stores the versions that began to run. What cannot be stored now is stored later.
    func keepVersions() async {
        let versions = await scripts.takeVersions()
        guard !versions.isEmpty else { return }
        do {
            try await keeper.change(.keep(versions.map(VersionRecord.init)))
        } catch {
            await scripts.putBack(versions)
            logger.debug("versions not stored", metadata: ["reason": "\(error)"])
        }
    }

    /// The kept versions of a script, the latest first, and the hash of the one that runs.
    package func versions(
        of name: String
    ) async throws -> (script: String, kept: [VersionRecord], running: String?) {
        let running = await scripts.running()
        for name in ScriptName(name).candidates {
            let kept = try keeper.store.versions(of: name)
            guard !kept.isEmpty else { continue }
            return (name, kept, running.first { $0.name == name }?.version)
        }
        throw KeeperError.noSuchScript(name, known: await scripts.status().map(\.name))
    }

    /// The version whose hash begins with these digits.
    package func version(_ hash: String, of name: String) async throws -> VersionRecord {
        let (script, kept, _) = try await versions(of: name)
        let hashes = kept.map(\.name)
        switch VersionHash.meant(by: hash, among: hashes) {
        case .one(let place): return kept[place]
        case .none:
            throw KeeperError.refused(
                "There is no version \(hash) of \(script). `script \(script) --versions` lists them."
            )
        case .tooShort:
            throw KeeperError.refused(
                "\(hash) is too short for a version. Give at least \(VersionHash.fewest) characters."
            )
        case .several(let places):
            let names = places.map { hashes[$0].description }.joined(separator: ", ")
            throw KeeperError.refused(
                "\(hash) begins \(places.count) versions of \(script): \(names). Give more of it.")
        }
    }

    /// Writes a version into the folder. The text it replaces stays a version.
    package func rollBack(
        _ name: String, to hash: String, in folder: String
    ) async throws -> VersionRecord {
        let version = try await version(hash, of: name)
        let file = URL(fileURLWithPath: "\(folder)/\(version.script)").resolvingSymlinksInPath()
        try await turns.take {
            if FileManager.default.fileExists(atPath: file.path) {
                guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                    throw KeeperError.refused(
                        "\(version.script) cannot be read, so it would be lost. Move it away first."
                    )
                }
                guard text != version.text else {
                    throw KeeperError.refused(
                        "\(version.script) has the text of version \(version.name) already.")
                }
                let replaced = ScriptVersion(
                    script: version.script, text: text, since: keeper.world.now(), hasRun: false)
                try await keeper.change(.keep([VersionRecord(replaced)]))
            }
            // Another name first: whoever reads the folder meanwhile finds one text or the other.
            try Data(version.text.utf8).write(to: file, options: .atomic)
        }
        await load()
        return version
    }
}

extension VersionRecord {
    /// As people see its hash.
    package var name: VersionHash { VersionHash(hash) }

    fileprivate init(_ version: ScriptVersion) {
        self.init(
            script: version.script, hash: version.hash, text: version.text, since: version.since,
            hasRun: version.hasRun)
    }
}
