import ArgumentParser
import Console
import Control
import Foundation
import Lines
import ProviderEmulator
import Transport

/// Runs the process according to its arguments: console, manager, emulator, or one command.
struct EntryPoint {
    var arguments: [String]

    /// Whether to run a manager without a console; known before anything is parsed.
    var isServing: Bool {
        var words = arguments
        _ = try? Self.take("--home", from: &words)
        return Self.command(in: words).map { words[$0] } == Serve._commandName
    }

    func run() async -> Int32 {
        var words = arguments
        do {
            // Accepted anywhere, so that a command can be tried on another home by appending it.
            let homeOption = try Self.take("--home", from: &words)
            let home = Home(option: homeOption, environment: ProcessInfo.processInfo.environment)
            try Self.understand(&words)
            if let answer = try Self.help(&words) {
                print(answer)
                return ExitCodes.done
            }
            let command = try Self.parsed(words)
            if let start = command as? InitCommand {
                return RunInit(
                    home: try Self.home(home, option: homeOption, of: start), command: start
                )
                .run()
            }
            return try await run(command, home)
        } catch let error as StartError {
            return fail(error.description, ExitCodes.usage)
        } catch let failure as ControlFailure {
            return fail(failure.message, failure.exitCode)
        } catch {
            return explain(error)
        }
    }

    /// What stands after a `--` is lost where the parser looks for a command first.
    private static func parsed(_ words: [String]) throws -> any ParsableCommand {
        guard words.contains("--"), let name = words.first,
            let type = CommandList.command(named: name)
        else { return try Linekeeper.parseAsRoot(words) }
        do {
            let command = try type.parseAsRoot(Array(words.dropFirst()))
            if command is any ConsoleCommand { return command }
        } catch  where type.exitCode(for: error) != .success {
            let text = type.fullMessage(for: error)
                .replacing("Usage: \(name) ", with: "Usage: linekeeper \(name) ")
                .replacing("See '\(name) ", with: "See 'linekeeper \(name) ")
            throw StartError.badOption(text)
        }
        return try Linekeeper.parseAsRoot(words)
    }

    /// The home that `init` is about.
    private static func home(
        _ home: Home, option: String?, of command: InitCommand
    ) throws(StartError) -> Home {
        guard let folder = command.folder else { return home }
        guard option == nil else {
            throw .badOption("Give the folder once: after init, or with --home.")
        }
        return Home(option: folder, environment: [:])
    }

    private func run(_ command: any ParsableCommand, _ home: Home) async throws -> Int32 {
        switch command {
        case let command as any ConsoleCommand:
            return await RunConsole(home: home).run(command)
        case let root as Linekeeper:
            return await RunConsole(home: home).open(speed: root.clock.speed)
        case let serve as Serve:
            return await RunManager(home: home, speed: serve.clock.speed).run()
        case let tests as TestCommand:
            return await RunTests(home: home, command: tests).run()
        case let receive as ReceiveCommand:
            return await RunReceive(home: home, command: receive).run()
        case let restore as RestoreCommand:
            return RunRestore(home: home, file: restore.file).run()
        case let emulator as EmulatorCommand:
            return await RunEmulator(command: emulator).run()
        default:
            // The parser's own help.
            var command = command
            try command.run()
            return 0
        }
    }

    private func explain(_ error: any Error) -> Int32 {
        let text = Linekeeper.fullMessage(for: error)
        guard Linekeeper.exitCode(for: error) != .success else {
            print(text)
            return 0
        }
        return fail(text, ExitCodes.usage)
    }

    private func fail(_ text: String, _ code: Int32) -> Int32 {
        StandardError.say(text)
        return code
    }

    /// Replaces an alias by the command's name; refuses an unknown command with a suggestion.
    private static func understand(_ words: inout [String]) throws(StartError) {
        guard let place = command(in: words) else { return }
        let own = Linekeeper.configuration.subcommands.map { $0._commandName } + ["help"]
        guard !own.contains(words[place]) else { return bind(&words, after: place) }
        guard let command = CommandList.command(named: words[place]) else {
            throw .badOption(
                CommandList.absence(of: words[place], help: "linekeeper --help"))
        }
        let name = command._commandName
        guard name != "quit" else {
            throw .badOption(
                "`\(words[place])` only works in the console.")
        }
        words[place] = name
        bind(&words, after: place)
    }

    /// The parser would take a value that begins with a hyphen for an option.
    private static func bind(_ words: inout [String], after place: Int) {
        let own = Linekeeper.configuration.subcommands.first { $0._commandName == words[place] }
        guard let command = CommandList.command(named: words[place]) ?? own else { return }
        let behind = CommandList.binding(Array(words[(place + 1)...]), to: command)
        words.replaceSubrange((place + 1)..., with: behind)
    }

    /// The text of `help`; nil if the parser answers, with `words` replaced by its arguments.
    private static func help(_ words: inout [String]) throws -> String? {
        guard let place = command(in: words), words[place] == HelpCommand._commandName else {
            return nil
        }
        words.remove(at: place)
        switch try ShellHelp(own: Linekeeper.configuration.subcommands).answer(words) {
        case .listing(let text): return text
        case .page(HelpCommand._commandName): return HelpCommand.helpMessage()
        case .page(let name):
            words = [HelpCommand._commandName] + [name].compactMap { $0 }
            return nil
        }
    }

    /// The index of the command's name, if there is one.
    private static func command(in words: [String]) -> Int? {
        words.indices.first { index in
            !words[index].hasPrefix("-") && (index == 0 || words[index - 1] != "--speed")
        }
    }

    /// Removes `--name value` or `--name=value` from the words before a `--`, and from those behind
    /// a script's name.
    private static func take(
        _ name: String, from words: inout [String]
    ) throws(StartError) -> String? {
        let isMeant = { (word: String) in word == name || word.hasPrefix(name + "=") }
        var end = words.firstIndex(of: "--") ?? words.endIndex
        var found = words[..<end].firstIndex(where: isMeant)
        if found == nil, end + 2 < words.endIndex,
            command(in: words).map({ words[$0] }) == "script"
        {
            found = words[(end + 2)...].firstIndex(where: isMeant)
            end = words.endIndex
        }
        guard let place = found else { return nil }
        let word = words.remove(at: place)
        if word != name, word.count > name.count + 1 {
            return String(word.dropFirst(name.count + 1))
        }
        guard word == name else { throw .badOption("\(name) requires a folder.") }
        guard place < words.endIndex, place < end - 1 else {
            throw .badOption("\(name) requires a folder.")
        }
        let folder = words.remove(at: place)
        // For instance from an unset shell variable, which certainly does not mean the current
        // folder.
        guard !folder.isEmpty else {
            throw .badOption("\(name) requires a folder, and the given one is empty.")
        }
        return folder
    }
}
