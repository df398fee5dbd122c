import ArgumentParser
import Control
import Foundation
import Testing
import TestSupport

@testable import Console

/// The console's advice after a mistake can be followed literally.
@Suite("Advice")
struct AdviceTests {
    private let manager = FakeManager(folder: Transcript.answers)

    private func console(_ terminal: ScriptedTerminal) -> Console {
        Console(
            link: manager, terminal: terminal, clock: Transcript.clock,
            isHome: { $0 == "/srv/num bers" })
    }

    private static let sources: [(name: String, lines: [Substring])] = {
        let folder = SourceTree.root.appending(path: "Sources").path
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.filter { $0.hasSuffix(".swift") }.compactMap { name in
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
                .map { (name, $0.split(separator: "\n")) }
        }
    }()

    /// The commands with arguments that the sentences in a source line mention.
    private static func mentions(in line: Substring) -> [[String]] {
        let isComment = line.drop(while: \.isWhitespace).hasPrefix("//")
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        guard !isComment, parts.count > 2, parts.count % 2 == 1 else { return [] }
        return parts.indices.filter { $0 % 2 == 1 }.compactMap { index in
            // An interpolation stands for a word: an id, a number of days, a name.
            let text = String(parts[index]).replacing(/\\\([^)]*(\([^)]*\))?[^)]*\)/, with: "1")
            var words = text.split(separator: " ").map(String.init)
            if words.first == "linekeeper" { words.removeFirst() }
            guard let name = words.first, CommandList.names.contains(name) else { return nil }
            return words
        }
    }

    @Test func `names commands that are understood as they stand`() throws {
        var count = 0
        for (name, lines) in Self.sources {
            for line in lines {
                for words in Self.mentions(in: line) {
                    count += 1
                    guard words.count > 1 else { continue }
                    let type = try #require(CommandList.command(named: words[0]))
                    #expect(throws: Never.self, "\(name): \(words)") {
                        try type.parseAsRoot(Array(words.dropFirst()))
                    }
                }
            }
        }
        #expect(count > 40)
    }

    @Test(arguments: [
        ("inbox --limit 100001", "from 1 to 100000"), ("inbox --limit 0", "from 1 to 100000"),
        ("tail --last 9223372036854775807", "from 1 to 100000"),
        ("extend 1 3651", "from 1 to 3650"), ("rent US 0", "from 1 to 3650"),
        ("code --wait 0s", "from 1 second (1s) to 3660 days (3660d)"),
        ("inbox --since 99999999999d", "from 1 second (1s) to 3660 days (3660d)"),
        ("order wa GB --max-price=-1", "an amount above 0, such as 0.50"),
    ])
    func `says what a number may be`(line: String, range: String) async {
        let terminal = ScriptedTerminal(inputs: [.line(line)])
        #expect(await console(terminal).runLines() == 2)
        let written = terminal.takeWritten().joined(separator: "\n")
        #expect(written.contains(range) && written.contains("is invalid for"), "\(written)")
        #expect(manager.takeAsked().isEmpty)
    }

    @Test(arguments: [
        "linekeeper routes", " linekeeper  routes ", "/usr/bin/linekeeper routes",
        "linekeeper routes --home '/srv/num bers'", "linekeeper routes --home=\"/srv/num bers\"",
    ])
    func `a line for a shell is done at the prompt`(line: String) async {
        let terminal = ScriptedTerminal(inputs: [.line(line)])
        #expect(await console(terminal).runLines() == 0)
        #expect(manager.takeAsked() == ["routes"])
    }

    @Test func `a line for a shell may name its home, and a statement keeps its words`() {
        let plain = ShellLine("linekeeper --home /srv/a sql SELECT '--home' --limit 5")
        #expect(plain?.home == "/srv/a")
        #expect(plain?.command == "sql SELECT '--home' --limit 5")
        #expect(ShellLine("linekeeper --home=/srv/a lines")?.home == "/srv/a")
        #expect(ShellLine("linekeeper sql SELECT '--home'")?.home == nil)
        #expect(ShellLine("linekeeper")?.command == "")
        #expect(ShellLine("linekeepers lines") == nil && ShellLine("lines") == nil)
    }

    @Test func `a line for another home is not done on this one`() async {
        let terminal = ScriptedTerminal(inputs: [.line("linekeeper routes --home /elsewhere")])
        #expect(await console(terminal).runLines() == 2)
        #expect(terminal.takeWritten().joined().contains("another home than /elsewhere"))
        #expect(manager.takeAsked().isEmpty)
    }

    @Test func `a sign is near to no other sign`() {
        #expect(
            CommandList.absence(of: "\\x") == "There is no command \\x. `help` lists all of them.")
        #expect(CommandList.absence(of: "exti").contains("`exit`"))
        for word in ["receive", "restore", "serve", "emulator"] {
            #expect(CommandList.absence(of: word).contains("`linekeeper \(word) --help`"))
        }
    }
}
