import Console
import Control
import Foundation
import Keeping
import Lines
import Logging
import Networking
import Transport
import UnixSignals

/// Opens the console on a home, with its own manager if none is running there.
struct RunConsole {
    /// How long to wait for a manager that does not answer yet.
    private static let patience = Duration.seconds(60)
    /// How long a command waits for a manager that was started just before it, as in
    /// `linekeeper serve & linekeeper lines`: such a manager does not hold its home yet.
    private static let grace = Duration.seconds(1)

    let home: Home

    /// Sends one command to the running manager; waits for one that is starting.
    func run(_ command: any ConsoleCommand) async -> Int32 {
        let transport = AsyncHTTPTransport()
        _ = await runningManager(transport, grace: Self.grace)
        await transport.shutdown()
        return await perform(command)
    }

    private func perform(_ command: any ConsoleCommand) async -> Int32 {
        await withConsole(isEditing: false, completed: home.mentions.inShell) { console, _ in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await endWhenInterrupted(console) }
                defer { group.cancelAll() }
                return await console.run(command)
            }
        }
    }

    /// Ctrl-C, `timeout` or a closed terminal ends the process at once, even while it reads from a
    /// terminal. A command it was waiting for may still cost money.
    private func endWhenInterrupted(_ console: Console) async {
        for await signal in await UnixSignalsSequence(trapping: Signals.endingCommand) {
            guard let parting = console.parting else { exit(128 + signal.rawValue) }
            say(parting)
            exit(ExitCodes.doubt)
        }
    }

    /// The prompt, or the lines of an input that is not a terminal.
    func open(speed: Double) async -> Int32 {
        let transport = AsyncHTTPTransport()
        let running = await runningManager(transport)
        await transport.shutdown()
        if let running {
            return await converse(isPractising: running.isPractising, isOwn: false)
        }
        return await openWithManager(speed: speed)
    }

    /// The manager of this home; waits for one that is starting.
    private func runningManager(
        _ transport: AsyncHTTPTransport, grace: Duration = .zero
    ) async -> StatusRecord? {
        let world = World.live()
        let client = ControlClient(socket: home.socket, transport: transport)
        let began = world.uptime()
        var isTold = false
        while true {
            if let status = try? await client.ask(ShowStatus()) { return status }
            let waited = world.uptime() - began
            let holder = HomeLock.holder(of: home.lock)
            guard waited < (holder == nil ? grace : Self.patience) else { return nil }
            // Most starts are over before anybody wonders.
            if let holder, !isTold, waited > .seconds(1) {
                say(holder.waiting)
                isTold = true
            }
            try? await world.sleep(.milliseconds(100))
        }
    }

    /// A manager in this process that ends with the console.
    private func openWithManager(speed: Double) async -> Int32 {
        let manager = Manager(
            home: home, speed: speed, logger: fileLogger(), warn: { say($0) },
            signals: StandardTerminal.isInteractive
                ? Signals.endingConsole : Signals.endingConsole + [.sigint])
        let (started, told) = AsyncStream.makeStream(of: Bool.self)
        return await withTaskGroup(of: Part.self) { group in
            group.addTask {
                defer { told.finish() }
                return .manager(await run(manager) { told.yield($0) })
            }
            group.addTask {
                for await isPractising in started {
                    return .console(await converse(isPractising: isPractising, isOwn: true))
                }
                return .console(ExitCodes.done)
            }
            // Either one ends the other: a person who leaves, or a manager that is told to stop or
            // fails.
            var code = ExitCodes.done
            switch await group.next() {
            case .console(let ended):
                // A manager that was told to end is no longer there for the last command, which is
                // not a failure.
                let isTold = manager.endRequests.count > 0
                code = isTold && ended == ExitCodes.unreachable ? ExitCodes.done : ended
                manager.endRequests.send(ifFirst: true)
                group.addTask { await explainTheWait() }
            case .manager(let ended):
                group.cancelAll()
                await group.waitForAll()
                return ended
            default: break
            }
            while let part = await group.next() {
                guard case .manager(let ended) = part else { continue }
                if ended != ExitCodes.done { code = ended }
                group.cancelAll()
            }
            return code
        }
    }

    /// Runs a console without a manager of its own until the person leaves or a signal ends it. In
    /// both cases the terminal is restored.
    private func untilTold(
        _ console: Console, _ signals: [UnixSignal],
        _ body: @escaping @Sendable () async -> Int32
    ) async -> Int32 {
        // Trapped before there is a prompt: a signal that came earlier would leave the terminal as the
        // line editor sets it.
        let told = await UnixSignalsSequence(trapping: signals)
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await body() }
            group.addTask {
                for await _ in told { break }
                return nil
            }
            let first = await group.next() ?? nil
            let parting = first == nil ? console.parting : nil
            group.cancelAll()
            var code = first ?? ExitCodes.done
            for await ended in group { code = ended ?? code }
            guard let parting else { return code }
            say(parting)
            return ExitCodes.doubt
        }
    }

    private enum Part {
        case manager(Int32), console(Int32), waiting
    }

    private func run(
        _ manager: Manager, ready: @escaping @Sendable (Bool) -> Void
    ) async -> Int32 {
        do {
            let doubts = try await manager.run { ready($0) }
            guard let notice = ShutdownSequence.notice(doubts) else { return ExitCodes.done }
            say(notice)
            return ExitCodes.doubt
        } catch is CancellationError {
            return ExitCodes.done
        } catch {
            say("\(error)")
            return ExitCodes.failed
        }
    }

    /// Explains to a person who left why the shell prompt does not return at once.
    private func explainTheWait() async -> Part {
        try? await World.live().sleep(.seconds(1))
        if !Task.isCancelled {
            say(
                "Waiting up to 45 s for the answer to a paid call. Ctrl-C ends at once; the "
                    + "outcome is then checked at the next start.")
        }
        return .waiting
    }

    private func converse(isPractising: Bool, isOwn: Bool) async -> Int32 {
        let isInteractive = StandardTerminal.isInteractive
        if isPractising { for notice in Practice(home: home).notices { say(notice) } }
        for notice in await notices() { say(notice) }
        return await withConsole(
            isEditing: isInteractive, isPractising: isPractising, completed: home.mentions.atPrompt
        ) { console, _ in
            guard !isOwn else {
                return isInteractive
                    ? await console.runInteractive(isTailing: isPractising)
                    : await console.runLines()
            }
            let signals = Signals.endingConsole + (isInteractive ? [] : [.sigint])
            return await untilTold(console, signals) {
                isInteractive ? await console.runInteractive() : await console.runLines()
            }
        }
    }

    /// The manager's notices at the start.
    private func notices() async -> [String] {
        let transport = AsyncHTTPTransport()
        let client = ControlClient(socket: home.socket, transport: transport)
        let status = try? await client.ask(ShowStatus())
        await transport.shutdown()
        return status?.notices ?? []
    }

    private func withConsole(
        isEditing: Bool, isPractising: Bool = false,
        completed: @escaping @Sendable (String) -> String,
        _ body: (Console, StandardTerminal) async -> Int32
    ) async -> Int32 {
        let transport = AsyncHTTPTransport()
        let history = isEditing ? home.history : nil
        guard
            let terminal = StandardTerminal.open(
                isEditing: isEditing, historyFile: history, completed: completed)
        else {
            say("Too many open files. Raise the limit of this process and try again.")
            return ExitCodes.failed
        }
        let world = World.live()
        let clock = ClockFormat(here: world)
        let console = Console(
            link: ControlClient(
                socket: home.socket, transport: transport,
                absence: { [home] in HomeLock.holder(of: home.lock)?.notice }),
            terminal: terminal, clock: clock, isPractising: isPractising,
            isHome: { [home] in Home(option: $0, environment: [:]).data == home.data })
        let code = await body(console, terminal)
        await terminal.close()
        await transport.shutdown()
        return code
    }

    /// The screen belongs to the console, so the manager's log goes to a file.
    private func fileLogger() -> Logger {
        let path = home.data + "/linekeeper.log"
        // Faults of the home are reported by the manager, which prepares it again.
        try? home.prepare()
        let isLong =
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            .map { $0 > 4 << 20 } ?? false
        // Only one earlier file is kept: a log is for recent trouble, the events are in the
        // database.
        if isLong { rename(path, path + ".1") }
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        return Logger(label: "linekeeper") { _ in
            TextLogHandler(
                descriptor: descriptor >= 0 ? descriptor : STDERR_FILENO, mentions: home.mentions)
        }
    }

    private func say(_ text: String) {
        StandardError.say(home.mentions.inShell(text))
    }
}

extension ClockFormat {
    /// The clock of this machine, in its time zone.
    init(here world: World) { self.init(now: world.now, zone: .machine) }
}
