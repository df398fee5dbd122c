package import Control

/// The console: the interface to the manager for people and shell scripts.
///
/// It knows the manager only as a `ControlLink` and the world only as a terminal and a clock, so
/// that the same code serves a prompt, a file of commands, a single shell command, and a test.
package struct Console: Sendable {
    let link: any ControlLink
    let terminal: any LineEditor
    let clock: ClockFormat
    let isPractising: Bool
    let folder: WorkingFolder
    /// Whether a given folder is the home of this console.
    let isHome: @Sendable (String) -> Bool
    private let payment = AwaitedPayment()

    /// The notice for a person who leaves during a paid call; nil if there is none.
    package var parting: String? { payment.isAwaited ? AwaitedPayment.parting : nil }

    package init(
        link: any ControlLink, terminal: any LineEditor, clock: ClockFormat,
        isPractising: Bool = false, folder: WorkingFolder = .current,
        isHome: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        self.link = link
        self.terminal = terminal
        self.clock = clock
        self.isPractising = isPractising
        self.folder = folder
        self.isHome = isHome
    }

    /// Runs one command given as words already split by the shell.
    ///
    /// - Returns: The exit code: 0 done, 1 failed, 2 usage, 3 no manager reachable, 4 doubt, 5 done
    ///   but for more than the agreed price.
    package func runOnce(_ arguments: [String]) async -> Int32 {
        code(of: await CommandRunner(session: session()).run(arguments))
    }

    /// Runs one parsed command, for the process's own command line.
    package func run(_ command: any ConsoleCommand) async -> Int32 {
        code(of: await CommandRunner(session: session()).run(command))
    }

    func session(live: LiveDisplay? = nil, isAtPrompt: Bool = false) -> Session {
        Session(
            link: link, terminal: terminal, clock: clock, folder: folder, live: live,
            isAtPrompt: isAtPrompt, payment: payment)
    }

    private func code(of verdict: CommandRunner.Verdict) -> Int32 {
        switch verdict {
        case .ended(let code): code
        case .quit, .closed: ExitCodes.done
        }
    }
}
