import Foundation
import UnixSignals

/// What each signal means to this program; README has the same as a table.
enum Signals {
    /// End a manager: gracefully the first time, at once the second.
    static let ending: [UnixSignal] = [.sigterm, .sigint, .sigquit]

    /// End a manager that shares the process with a console at a terminal, whose Ctrl-C is for what is
    /// being typed. The terminal's end ends it as well, gracefully however often it is told.
    static let endingConsole: [UnixSignal] = [.sigterm, .sigquit, .sighup]

    /// End a single command. One that is not to mind the end of its terminal (`nohup`) does not.
    static var endingCommand: [UnixSignal] {
        [.sigterm, .sigint, .sigquit] + (isIgnored(SIGHUP) ? [] : [.sighup])
    }

    /// Ignores what has no meaning here and would end the process if nobody minded it.
    static func ignoreMeaningless() {
        // Whoever reads us may leave; that is told by the write, not by a signal that kills.
        for number in [SIGPIPE, SIGUSR1, SIGUSR2] { signal(number, SIG_IGN) }
    }

    /// A manager without a console does not mind that the terminal it was started from is gone.
    static func ignoreHangup() {
        signal(SIGHUP, SIG_IGN)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var now = sigaction()
        sigaction(number, nil, &now)
        return unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
