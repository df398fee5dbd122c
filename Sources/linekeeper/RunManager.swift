import Console
import Foundation
import Keeping
import Logging
import Storage
import UnixSignals

/// Runs the manager without a console.
struct RunManager {
    let home: Home
    let speed: Double

    func run() async -> Int32 {
        let logger = Logger(label: "linekeeper") { _ in
            TextLogHandler(descriptor: STDERR_FILENO, mentions: home.mentions)
        }
        let manager = Manager(
            home: home, speed: speed, logger: logger, warn: { logger.warning("\($0)") },
            signals: Signals.ending)
        let socket = home.socket
        let practice = Practice(home: home).notices.map(home.mentions.inShell)
        do {
            let doubts = try await manager.run { isPractising in
                if isPractising { print(practice.joined(separator: "\n")) }
                print("Serving on \(socket)")
                fflush(nil)
            }
            guard let notice = ShutdownSequence.notice(doubts) else { return 0 }
            StandardError.say(notice)
            return ExitCodes.doubt
        } catch {
            StandardError.say(home.mentions.inShell("\(error)"))
            return 1
        }
    }
}
