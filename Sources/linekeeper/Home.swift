import Console
import Foundation

/// Where everything of one manager lies.
struct Home: Sendable {
    /// Absolute paths.
    var configuration: String
    var scripts: String
    var data: String
    /// What sentences of this process that name a command say with it.
    let mentions: CommandMentions

    /// The folder named on the command line or in `LINEKEEPER_HOME`, otherwise the user's own
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
    /// What is practised with is kept apart: it ends with the emulator that it came from.
    var practiceDatabase: String { data + "/practice.db" }
    var socket: String { data + "/control.sock" }
    var lock: String { data + "/linekeeper.lock" }
    var history: String { data + "/history" }
    /// What relative paths in the configuration start from.
    var root: String { (configuration as NSString).deletingLastPathComponent }

    /// Makes the folders that are missing, readable by their owner only.
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

    /// A checkout brings the folder of the data open to everybody. As long as nothing was kept in it nobody
    /// can have meant that.
    private func closeNewFolder() {
        let kept = [database, practiceDatabase, lock, history]
        guard !kept.contains(where: FileManager.default.fileExists(atPath:)) else { return }
        chmod(data, 0o700)
    }

    /// A shell leaves the `~` of `--home=~/x` to the program.
    private static func absolute(_ typed: String) -> String {
        let path = (typed as NSString).expandingTildeInPath
        let whole =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return (whole as NSString).standardizingPath
    }
}
