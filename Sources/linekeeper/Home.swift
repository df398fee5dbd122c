import Console
import Foundation

/// The paths of one manager's files.
struct Home: Sendable {
    /// Absolute paths.
    var configuration: String
    var scripts: String
    var data: String
    /// Completes commands named in this process's sentences.
    let mentions: CommandMentions

    /// The folder given on the command line or in `LINEKEEPER_HOME`, otherwise the user's own
    /// configuration and state folders.
    init(option: String?, environment: [String: String]) {
        mentions = CommandMentions(home: option.map(Self.absolute))
        let named = option ?? environment["LINEKEEPER_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        if let named {
            let root = Self.absolute(named)
            configuration = root + "/config.lua"
            scripts = root + "/scripts"
            data = root + "/data"
            return
        }
        let user = environment["HOME"] ?? "/"
        let settings = environment["XDG_CONFIG_HOME"] ?? user + "/.config"
        let state = environment["XDG_STATE_HOME"] ?? user + "/.local/state"
        configuration = settings + "/linekeeper/config.lua"
        scripts = settings + "/linekeeper/scripts"
        data = state + "/linekeeper"
    }

    var database: String { data + "/linekeeper.db" }
    /// Practice data is kept apart: it ends with its emulator.
    var practiceDatabase: String { data + "/practice.db" }
    var socket: String { data + "/control.sock" }
    /// Messages handed in by `receive` that are not stored yet.
    var spool: String { data + "/received" }
    var lock: String { data + "/linekeeper.lock" }
    var history: String { data + "/history" }
    /// How far the chats of channels were heard.
    var chatPlaces: String { data + "/chats.json" }
    /// The base of relative paths in the configuration.
    var root: String { (configuration as NSString).deletingLastPathComponent }

    /// Creates missing folders, accessible only to their owner.
    func prepare() throws(StartError) {
        for folder in [data, scripts] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            } catch {
                throw .noFolder(folder, reason: error.localizedDescription)
            }
        }
        guard access(data, W_OK) == 0 else { throw .notWritable(data) }
        closeNewFolder()
        // The longest path a Unix socket can have on Linux is 107 bytes.
        guard socket.utf8.count <= 107 else { throw .pathTooLong(socket) }
    }

    /// A checkout creates the data folder accessible to everybody. Before anything is stored in it,
    /// nobody can have intended that.
    private func closeNewFolder() {
        let kept = [database, practiceDatabase, lock, history]
        guard !kept.contains(where: FileManager.default.fileExists(atPath:)) else { return }
        chmod(data, 0o700)
    }

    /// A shell does not expand the `~` in `--home=~/x`.
    private static func absolute(_ typed: String) -> String {
        let path = (typed as NSString).expandingTildeInPath
        let whole =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return (whole as NSString).standardizingPath
    }
}
