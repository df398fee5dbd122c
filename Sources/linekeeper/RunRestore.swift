import Console
import Foundation
import Keeping
import Lines
import Storage
import Transport

/// Replaces the home's database by a copy, and explains the consequences.
struct RunRestore {
    let home: Home
    let file: String

    func run() -> Int32 {
        do {
            try home.prepare()
            let lock = try lockHome()
            defer { withExtendedLifetime(lock) {} }
            let lines = try restore()
            let told = ClockFormat(here: .live()).spoken(lines.joined(separator: "\n"))
            print(home.mentions.inShell(told))
            return ExitCodes.done
        } catch {
            StandardError.say(home.mentions.inShell("\(error)"))
            return ExitCodes.failed
        }
    }

    private func lockHome() throws(StartError) -> HomeLock {
        do throws(StartError) {
            return try HomeLock(home.lock)
        } catch {
            guard case .alreadyRunning(let id) = error else { throw error }
            throw .mustStop(processID: id)
        }
    }

    /// - Returns: a report, line by line.
    private func restore() throws(StoreError) -> [String] {
        let typed = (file as NSString).expandingTildeInPath
        let path = URL(fileURLWithPath: typed).standardizedFileURL.path
        let restoration = try Restoration(of: path, to: home.database)
        let world = World.live()
        let summary: Store.Summary
        let changed: RestoredCopy
        do throws(StoreError) {
            let store = try restoration.open()
            changed = try RestoredCopy(
                preparing: store, as: String(world.identifier().prefix(12)), at: world.now())
            summary = try store.summary()
            try store.close()
        } catch {
            restoration.abandon()
            throw error
        }
        let kept = try restoration.place()
        return report(path, summary, changed, kept, isCut: restoration.isCut)
    }

    private func report(
        _ path: String, _ summary: Store.Summary, _ changed: RestoredCopy, _ kept: String?,
        isCut: Bool
    ) -> [String] {
        let newest = summary.newestMessage.map { ", the newest of \($0.rfc3339)" } ?? ""
        var lines = [
            "Restored from \(path): \(counted(summary.lines, "line")), "
                + "\(counted(summary.messages, "message"))\(newest), "
                + "\(counted(summary.doubts, "doubt"))."
        ]
        if isCut {
            lines.append("Its log is damaged; later transactions are missing.")
        }
        if let kept { lines.append("The former database is kept as \(kept).") }
        lines.append(
            "Purchases, extensions and refunds after the copy are not in it: the next start "
                + "adopts lines from the providers, and spending limits count only the copy.")
        if changed.doubts > 0 {
            lines.append(
                "\(counted(changed.doubts, "paid action")) pending in the copy, now in doubt. The "
                    + "providers are asked before anything is paid again; see `doubts`.")
        }
        if changed.forwards > 0 {
            lines.append(
                "\(counted(changed.forwards, "forward")) pending in the copy, delivered now, "
                    + "perhaps for the second time.")
        }
        return lines
    }
}
