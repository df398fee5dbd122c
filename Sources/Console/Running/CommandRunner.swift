import ArgumentParser
import Control

/// Runs one command, from its words to its exit code.
struct CommandRunner: Sendable {
    /// The result of a command.
    enum Verdict: Equatable, Sendable {
        case ended(Int32)
        /// The person wants to leave the console.
        case quit
        /// Nobody reads the output any more.
        case closed
    }

    let session: Session

    /// Runs the command of a line as it is typed.
    func run(line: String) async -> Verdict {
        if let statement = StatementLine(line) { return await run(statement.words) }
        do {
            return await run(try WordSplitter.words(of: line))
        } catch {
            await session.terminal.remark("\(error.description)")
            return .ended(ExitCodes.usage)
        }
    }

    func run(_ words: [String]) async -> Verdict {
        guard let name = words.first else { return .ended(0) }
        guard let type = CommandList.command(named: name) else {
            await session.terminal.remark("\(CommandList.absence(of: name))")
            return .ended(ExitCodes.usage)
        }
        if let objection = session.objection(to: type) {
            await session.terminal.remark(objection)
            return .ended(ExitCodes.usage)
        }
        return await run(type, Array(words.dropFirst()))
    }

    func run(_ command: any ConsoleCommand) async -> Verdict {
        await perform(type(of: command)) { command }
    }

    private func run(_ type: any ConsoleCommand.Type, _ arguments: [String]) async -> Verdict {
        await perform(type, isBare: arguments.isEmpty) {
            let described = CommandDescription.all[type._commandName]
            var parsed = try type.parseAsRoot(described?.bindingValues(arguments) ?? arguments)
            if let command = parsed as? any ConsoleCommand { return command }
            // Anything else the parser returns is its own help, which is thrown when run.
            try parsed.run()
            throw CleanExit.helpRequest(parsed)
        }
    }

    private func perform(
        _ type: any ConsoleCommand.Type, isBare: Bool = false,
        _ make: () throws -> any ConsoleCommand
    ) async -> Verdict {
        do {
            try await make().run(in: session)
            return .ended(ExitCodes.done)
        } catch let closed as TerminalClosed {
            guard case .lost(let reason) = closed else { return .closed }
            await session.terminal.remark("The output cannot be written: \(reason).")
            return .ended(ExitCodes.failed)
        } catch is QuitCommand.Request {
            return .quit
        } catch let failure as ControlFailure {
            if Task.isCancelled { return .ended(ExitCodes.failed) }
            await session.terminal.remark("\(session.clock.spoken(failure.message))")
            return .ended(failure.exitCode)
        } catch is CancellationError {
            return .ended(ExitCodes.failed)
        } catch {
            return await explain(error, type, isBare)
        }
    }

    /// Requested help, or the parser's error followed by the usage.
    private func explain(
        _ error: any Error, _ type: any ConsoleCommand.Type, _ isBare: Bool
    ) async -> Verdict {
        let width = HelpWidth.columns(session.terminal.width)
        if type.exitCode(for: error) == .success {
            let help = SafeText(lines: type.fullMessage(for: error, columns: width).trimmed)
            do {
                try await session.terminal.write(help)
                return .ended(ExitCodes.done)
            } catch {
                return error == .readerLeft ? .closed : .ended(ExitCodes.failed)
            }
        }
        // For a command without any arguments the parser would print its complete help.
        let text =
            isBare
            ? "\(type.message(for: error))\nUsage: \(type.usageString(for: type))"
            : type.fullMessage(for: error, columns: width)
        await session.terminal.remark(SafeText(lines: text))
        return .ended(ExitCodes.usage)
    }
}

/// The exit codes determined by the console itself; the others are `ControlFailure.exitCode`.
package enum ExitCodes {
    package static let done: Int32 = 0
    package static let failed: Int32 = 1
    package static let usage: Int32 = 2
    package static let unreachable: Int32 = 3
    package static let doubt: Int32 = 4
}
