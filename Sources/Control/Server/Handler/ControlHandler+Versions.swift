import Accounts
import Keeping
import Lines
import Running
import Scripting
import Storage

/// Kept versions of scripts.
extension ControlHandler {
    func versions(_ request: ListVersions) async throws -> [VersionListing] {
        let (_, kept, running) = try await keeperService.scripts.versions(
            of: script(request.script))
        return kept.map { version in
            VersionListing(
                hash: version.name.description, since: Timestamp(version.since),
                state: version.hash == running ? "running" : version.hasRun ? "ran" : "replaced",
                bytes: version.text.utf8.count,
                lines: version.text.split(
                    separator: "\n", omittingEmptySubsequences: false
                ).count - (version.text.hasSuffix("\n") ? 1 : 0))
        }
    }

    func version(_ request: ShowVersion) async throws -> VersionText {
        let version = try await keeperService.scripts.version(
            request.hash, of: script(request.script))
        return VersionText(
            script: version.script, hash: version.name.description,
            since: Timestamp(version.since), text: version.text)
    }

    func rollBack(_ request: RollBackScript) async throws -> Done {
        let version = try await keeperService.scripts.rollBack(
            script(request.script), to: request.hash, in: keeperService.folder)
        return Done(
            "\(version.script) has the text of version \(version.name) again. The text it had is kept: "
                + "`script \(version.script) --versions`.")
    }
}
