import ArgumentParser
import Testing

@testable import Console

/// A process's command line of which the console's commands are a part.
private struct Root: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linekeeper", groupedSubcommands: CommandList.subcommandGroups)

    @Option var home: String?
}

@Suite struct RootTests {
    @Test func `the shell's commands are the console's`() async throws {
        let parsed = try Root.parseAsRoot(["--home", "/h", "lines", "--all", "--json"])
        let command = try #require(parsed as? any ConsoleCommand)
        let manager = PretendManager(folder: Transcript.answers)
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
}
