import Foundation
import UnixSignals

/// The meaning of each signal for this program; README has the same as a table.
enum Signals {
    /// Signals that end a manager: gracefully the first time, at once the second.
    static let ending: [UnixSignal] = [.sigterm, .sigint, .sigquit]

    /// Signals that end a manager that shares the process with a console on a terminal, where
    /// Ctrl-C is for the line being typed. A closed terminal ends it too, gracefully however many
    /// signals that sends.
    static let endingConsole: [UnixSignal] = [.sigterm, .sigquit, .sighup]

    /// Signals that end a single command, except for SIGHUP if it is ignored (`nohup`).
    static var endingCommand: [UnixSignal] {
        [.sigterm, .sigint, .sigquit] + (isIgnored(SIGHUP) ? [] : [.sighup])
    }

    /// Signals that have no meaning here but would end the process. A reader that leaves and a file
    /// size limit are reported by the write; the remaining real-time signals after those of the C
    /// library are unused.
    private static let meaningless =
        [
            SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT,
            SIGSYS, SIGXCPU, SIGXFSZ,
        ] + Array(34...64)

    /// Child processes do not inherit this: they start with default signal handling.
    static func ignoreMeaningless() {
        for number in meaningless { signal(number, SIG_IGN) }
    }

    /// For a manager without a console, until it has something that needs a graceful shutdown: it
    /// ignores the end of the terminal it was started from, and ends at once when told to.
    static func beginServing() {
        signal(SIGHUP, SIG_IGN)
        for number in ending { signal(number.rawValue) { _ in _exit(0) } }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var now = sigaction()
        sigaction(number, nil, &now)
        return unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
