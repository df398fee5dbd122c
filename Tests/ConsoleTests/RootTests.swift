import ArgumentParser
import Control
import Foundation
import Testing

@testable import Console

/// A process's command line that includes the console's commands.
private struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linekeeper", groupedSubcommands: CommandList.subcommandGroups)

    @Option var home: String?
}

@Suite struct RootTests {
    @Test func `the shell's commands are the console's`() async throws {
        let parsed = try Root.parseAsRoot(["--home", "/h", "lines", "--all", "--json"])
        let command = try #require(parsed as? any ConsoleCommand)
        let manager = FakeManager(folder: Transcript.answers)
        let console = Console(
            link: manager, terminal: ScriptedTerminal(), clock: Transcript.clock)
        #expect(await console.run(command) == 0)
        #expect(manager.takeAsked() == [#"lines {"all":true}"#])
    }

    @Test func `the shell's help lists the console's commands`() {
        let help = Root.helpMessage(columns: 100)
        for name in CommandList.names where !["help", "quit"].contains(name) {
            #expect(help.contains("\n  \(name) "), "\(name)")
        }
        let usage = Root.helpMessage(for: LinesCommand.self, columns: 100)
        #expect(usage.contains("USAGE: linekeeper lines [--all] [--json] [--csv]"))
    }

    private struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Runs.")
    }

    private func listed(_ words: String...) throws -> [String] {
        guard case .listing(let text) = try ShellHelp(own: [Serve.self]).answer(words) else {
            return []
        }
        let rows = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        return (rows ?? []).compactMap { $0["name"] as? String }
    }

    @Test func `help lists the shell's commands for a program`() throws {
        let all = try listed("--json")
        #expect(all == CommandList.names.filter { $0 != "quit" } + ["serve"])
        // The process has the console's commands among its own.
        guard
            case .listing(let whole) = try ShellHelp(own: [LinesCommand.self, Serve.self]).answer([
                "--csv"
            ])
        else {
            Issue.record("no listing")
            return
        }
        #expect(whole.split(separator: "\r\n").count { $0.hasPrefix("lines,") } == 1)
        #expect(try listed("order", "--json") == ["order"])
        #expect(try listed("--json", "ls") == ["lines"])
        #expect(try listed("serve", "--json") == ["serve"])
        guard case .listing(let rows) = try ShellHelp(own: []).answer(["order", "--csv"]) else {
            Issue.record("no listing")
            return
        }
        #expect(rows.hasPrefix("name,group,abstract,usage\r\norder,Line,"))
    }

    @Test func `help explains a command to a person, and says when there is none`() throws {
        let help = ShellHelp(own: [Serve.self])
        #expect(try help.answer([]) == .page(nil))
        #expect(try help.answer(["ls"]) == .page("lines"))
        #expect(try help.answer(["serve"]) == .page("serve"))
        for words in [["ordr"], ["ordr", "--json"]] {
            let failure = #expect(throws: ControlFailure.self) { try help.answer(words) }
            #expect(
                failure?.message.contains("There is no command ordr. Did you mean `order`?") == true
            )
        }
        let failure = #expect(throws: ControlFailure.self) { try help.answer(["quit"]) }
        #expect(failure?.message == "`quit` only works in the console.")
    }
}
