import Keeping
import Console
import Control
import Foundation
import Lines
import Logging
import Transport
import UnixSignals

/// Opens the console on a home, with a manager of its own when none runs there.
struct ConsoleFace {
    let home: Home

    /// One command for the manager that runs.
    func run(_ command: any ConsoleCommand) async -> Int32 {
        await withConsole(isEditing: false) { console, _ in await console.run(command) }
    }

    /// The prompt, or the lines of an input that is no terminal.
    func open(speed: Double) async -> Int32 {
        let transport = AsyncHTTPTransport()
        let client = ControlClient(socket: home.socket, transport: transport)
        let running = try? await client.ask(ShowStatus())
        await transport.shutdown()
        if let running {
            return await converse(isPractising: running.isPractising, isOwn: false)
        }
        return await openWithManager(speed: speed)
    }

    /// A manager in this process, ended with the console.
    private func openWithManager(speed: Double) async -> Int32 {
        let manager = Manager(home: home, speed: speed, logger: fileLogger(), signals: [.sigterm])
        let (started, told) = AsyncStream.makeStream(of: Bool.self)
        return await withTaskGroup(of: Int32.self) { group in
            group.addTask {
                do {
                    try await manager.run { isPractising in
                        told.yield(isPractising)
                        told.finish()
                    }
                    return 0
                } catch is CancellationError {
                    return 0
                } catch {
                    told.finish()
                    FileHandle.standardError.write(Data("\(error)\n".utf8))
                    return 1
                }
            }
            for await isPractising in started {
                let code = await converse(isPractising: isPractising, isOwn: true)
                manager.ending.ring()
                await group.waitForAll()
                return code
            }
            return await group.next() ?? 1
        }
    }

    private func converse(isPractising: Bool, isOwn: Bool) async -> Int32 {
        let isInteractive = StandardTerminal.isInteractive
        if isPractising { say(Practice.notice) }
        return await withConsole(isEditing: isInteractive, isPractising: isPractising) {
            console, _ in
            isInteractive
                ? await console.runInteractive(isTailing: isPractising && isOwn)
                : await console.runLines()
        }
    }

    private func withConsole(
        isEditing: Bool, isPractising: Bool = false,
        _ body: (Console, StandardTerminal) async -> Int32
    ) async -> Int32 {
        let transport = AsyncHTTPTransport()
        let history = isEditing ? home.history : nil
        guard let terminal = StandardTerminal.open(isEditing: isEditing, historyFile: history)
        else {
            say("This process may open no more files. Raise its limit and try again.")
            return ExitCodes.failed
        }
        let world = World.live()
        let clock = WallClock(now: world.now) { instant in
            TimeZone.current.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
        }
        let console = Console(
            link: ControlClient(socket: home.socket, transport: transport), terminal: terminal,
            clock: clock, isPractising: isPractising)
        let code = await body(console, terminal)
        await terminal.close()
        await transport.shutdown()
        return code
    }

    /// The screen belongs to the console, so the manager's log goes to a file.
    private func fileLogger() -> Logger {
        let path = home.data + "/linekeeper.log"
        // What is wrong with the home is said by the manager, which prepares it again.
        try? home.prepare()
        let isLong =
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            .map { $0 > 4 << 20 } ?? false
        // Kept to one earlier file: a log is for yesterday, the events are in the database.
        if isLong { rename(path, path + ".1") }
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        return Logger(label: "linekeeper") { _ in
            LineLog(descriptor: descriptor >= 0 ? descriptor : STDERR_FILENO)
        }
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
