import Console
import Foundation
import Scripting

/// Runs `linekeeper init`: writes what is missing, and says what it left alone.
struct RunInit {
    private enum Outcome {
        case written, same, other
    }

    private struct Unwritable: Error {
        var reason: String
    }

    let home: Home
    let command: InitCommand

    func run() -> Int32 {
        let there = (try? ScriptSources(folder: home.scripts).names()) ?? []
        let addsScripts = command.scripts || there.isEmpty
        for file in ShippedFile.all where addsScripts || !file.isScript {
            let path = place(of: file)
            do throws(Unwritable) {
                say(path, try put(file, at: path))
            } catch {
                StandardError.say("\(path) cannot be written (\(error.reason)).")
                return ExitCodes.failed
            }
        }
        if !addsScripts, ShippedFile.all.contains(where: isMissing) {
            say(
                "\(home.scripts) has scripts already, so none were added. `linekeeper init --scripts` "
                    + "adds those that come with Linekeeper.")
        }
        say(
            "Next: put an account into \(home.configuration), and open \(home.scripts) in an editor. "
                + "Without an account `linekeeper` practises.")
        return ExitCodes.done
    }

    private func isMissing(_ file: ShippedFile) -> Bool {
        file.isScript && !FileManager.default.fileExists(atPath: place(of: file))
    }

    private func place(of file: ShippedFile) -> String {
        guard file.path.hasPrefix("scripts/") else { return home.configuration }
        return home.scripts + file.path.dropFirst("scripts".count)
    }

    /// Writes a file unless something has its name. A link to nothing has it too.
    private func put(_ file: ShippedFile, at path: String) throws(Unwritable) -> Outcome {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw Unwritable(reason: error.localizedDescription)
        }
        // Keys may be written into the configuration.
        let mode: mode_t = path == home.configuration ? 0o600 : 0o644
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw Unwritable(reason: Self.reason) }
            let there = FileManager.default.contents(atPath: path)
            return there == Data(file.bytes) ? .same : .other
        }
        defer { close(descriptor) }
        var rest = file.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Unwritable(reason: Self.reason)
                // Half a file would be left alone the next time.
                unlink(path)
                throw failure
            }
            rest = rest.dropFirst(count)
        }
        return .written
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private func say(_ path: String, _ outcome: Outcome) {
        switch outcome {
        case .written: say("wrote       \(path)")
        case .same: say("unchanged   \(path)")
        case .other: say("left alone  \(path): it has another text. Move it away to have this one.")
        }
    }

    private func say(_ text: String) {
        print(SafeText(lines: home.mentions.inShell(text)).text)
    }
}
