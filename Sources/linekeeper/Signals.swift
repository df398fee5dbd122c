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

    /// What has no meaning here and would end the process if nobody minded it. That whoever reads us may
    /// leave, and that a file may grow no further, is told by the write; what is left of the real-time
    /// signals after those of the C library is nobody's.
    private static let meaningless =
        [
            SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT,
            SIGSYS, SIGXCPU, SIGXFSZ,
        ] + Array(34...64)

    /// Children that this program starts do not inherit it: they begin with every signal as it is usual.
    static func ignoreMeaningless() {
        for number in meaningless { signal(number, SIG_IGN) }
    }

    /// For a manager without a console, until it has something that has to end in order: it does not mind
    /// that the terminal it was started from is gone, and ends as it would later when it is told to.
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
