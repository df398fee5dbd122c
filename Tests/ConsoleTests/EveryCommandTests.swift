import ArgumentParser
import Foundation
import Testing

@testable import Console

/// Requirements on all commands.
@Suite("Every command")
struct EveryCommandTests {
    /// Every command that prints a result, with sample arguments.
    private static let lines: [String: [String]] = [
        "lines": ["lines"],
        "line": ["line 7", "line 7 --auto-extend on --yes", "line 7 --auto-extend off"],
        "offers": ["offers", "offers --services what", "offers --countries"],
        "rent": ["rent 6 7 --yes"],
        "order": ["order whatsapp GB --yes", "order whatsapp GB --if-no-code 5m --yes"],
        "code": ["code 7"],
        "wake": ["wake 7"], "extend": ["extend 7 30 --yes"], "refund": ["refund 7 --yes"],
        "cancel": ["cancel 9 --yes"], "resend": ["resend 9"], "again": ["again 9 --yes"],
        "swap": ["swap 9"], "finish": ["finish 9"], "reset": ["reset 7"],
        "label": ["label 7 bank", "label 7 --remove"],
        "tag": ["tag 7 bank shared", "tag 7 bank --remove"],
        "adopt": ["adopt"], "inbox": ["inbox"], "message": ["message 12"],
        "search": ["search code"], "explain": ["explain 12"],
        "codes": ["codes", "codes --recompute --yes"], "plan": ["plan"],
        "actions": ["actions", "actions --drop 31"],
        "retry": [
            "retry", "retry 31", "retry --all --yes", "retry --channel phone --drop --yes",
        ],
        "doubts": ["doubts", "doubts --dismiss 33"],
        "scripts": ["scripts", "scripts --try"],
        "script": [
            "script 10-bank.lua", "script 10-bank.lua --resume", "script 10-bank.lua --try",
            "script 10-bank.lua --again 12", "script 10-bank.lua --memory",
            "script 10-bank.lua --timers", "script 10-bank.lua --diff",
            "script 10-bank.lua --versions", "script 10-bank.lua --show 5f0c",
            "script 10-bank.lua --forget n", "script 10-bank.lua --forget-all",
            "script 10-bank.lua --drop", "script 10-bank.lua --rename 20-bank",
        ],
        "lua": ["lua --eval message.code"],
        "channels": ["channels", "channels --test phone"], "routes": ["routes"],
        "alerts": ["alerts", "alerts --test"],
        "accounts": ["accounts"], "balance": ["balance"], "spend": ["spend", "spend --by month"],
        "webhooks": [
            "webhooks --account vsms", "webhooks --account vsms --create https://x.example",
            "webhooks --account vsms --edit w --paused off", "webhooks --account vsms --test w",
            "webhooks --account vsms --delete w --yes", "webhooks --account vsms --deliveries w",
        ],
        "ask": ["ask pool"],
        "tail": ["tail"], "sql": ["sql SELECT 1"], "backup": ["backup /tmp/x.db"],
        "help": ["help", "help order"],
    ]

    private func answers(to line: String) async -> (texts: [String], verdict: String) {
        let manager = FakeManager(folder: Transcript.answers)
        manager.answer(
            "ask",
            with: #"""
                {"columns":["what","takes","tells"],"rows":[["profile","","Who you are."]],
                 "is_cut":false}
                """#)
        manager.answer(
            "again/quote", with: #"{"account":"pool","what":"x","price":"0.24","currency":"USD"}"#)
        manager.answer(
            "again",
            with: #"{"action":1,"state":"done","message":"Bought."}"#)
        manager.answer(
            "tail",
            with: #"""
                [{"event":{"id":1,"at":"2026-02-01T11:59:58Z","kind":"listening","text":"x"}}]
                """#)
        manager.answer(
            "auto-extend/quote",
            with: #"{"account":"pool","what":"x","price":"9.00","currency":"USD"}"#)
        for request in ["auto-extend", "reset"] {
            manager.answer(
                request,
                with: #"""
                    {"id":7,"account":"pool","provider":"smspool","kind":"rental",
                     "number":"+447700900123","state":"active","is_listening":true,
                     "purchased_at":"2026-01-20T09:00:00Z","message_count":12,"tags":[],
                     "is_adopted":false,"auto_extend":true}
                    """#)
        }
        for request in ["actions/drop", "messages/again"] {
            manager.answer(request, with: #"{"message":"It is done."}"#)
        }
        let terminal = ScriptedTerminal(width: 80)
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        let verdict = await console.run(line: line, in: console.session())
        let written = terminal.takeWritten()
        let texts = written.filter { !$0.hasPrefix("!") }.map { String($0.dropFirst(2)) }
        return (texts, "\(verdict) \(written.filter { $0.hasPrefix("!") })")
    }

    @Test(arguments: CommandList.names.filter { $0 != "quit" })
    func `answers with JSON when it is asked to`(name: String) async throws {
        let options = try #require(CommandDescription.all[name]).options.compactMap(\.longName)
        #expect(options.contains("--json"))
        for line in try #require(Self.lines[name], "how is it asked?") {
            let (texts, verdict) = await answers(to: line + " --json")
            let text = texts.joined(separator: "\n")
            let value = try? JSONSerialization.jsonObject(
                with: Data(text.utf8), options: .fragmentsAllowed)
            // `tail` prints each event as an object on a line of its own.
            let isRight = name == "tail" ? value is [String: Any] : value is [[String: Any]]
            #expect(isRight, "\(line): \(text) \(verdict)")
        }
    }

    /// The columns of `sql` and `ask` depend on the answer.
    @Test(arguments: CommandList.names.filter { !["quit", "sql", "tail"].contains($0) })
    func `answers with the fields that are documented`(name: String) async throws {
        let type = try #require(CommandList.command(named: name))
        let documented = Set(([type.fields] + type.otherFields.map(\.names)).map { Set($0) })
        var seen: Set<Set<String>> = []
        for line in try #require(Self.lines[name]) {
            let (texts, _) = await answers(to: line + " --json")
            let rows =
                try JSONSerialization.jsonObject(
                    with: Data(texts.joined(separator: "\n").utf8)) as? [[String: Any]]
            for row in rows ?? [] {
                #expect(documented.contains(Set(row.keys)), "\(line): \(row.keys.sorted())")
                seen.insert(Set(row.keys))
            }
        }
        #expect(type.otherFields.allSatisfy { seen.contains(Set($0.names)) }, "\(seen)")
        let reference = ConsoleReference.markdown()
        for other in type.otherFields {
            let names = other.names.map { "`\($0)`" }.joined(separator: " ")
            #expect(reference.contains("Fields \(other.condition): \(names)\n"))
        }
    }

    /// The parser would take the value for an option and call it missing.
    @Test(arguments: [
        ("actions --limit -1", "Give a whole number from 1 to 100000."),
        ("spend --since -5m", "Give a time"), ("actions --limit --json", "Missing value"),
        ("extend 4 -1", "Give a whole number of days"),
        ("rent 7 -7 --yes", "Give a whole number of days"),
    ])
    func `a value that begins with a hyphen is a value`(line: String, words: String) async {
        let (texts, verdict) = await answers(to: line)
        #expect((texts + [verdict]).contains { $0.contains(words) }, "\(texts) \(verdict)")
    }

    @Test(arguments: [
        ("ask pool", "The provider of pool has no special calls."),
        ("ask pool profile", "Nothing to list."),
        ("sql SELECT 1 WHERE 0", "No rows."),
    ])
    func `a table without rows is a sentence`(line: String, sentence: String) async {
        let manager = FakeManager(folder: Transcript.answers)
        for name in ["ask", "sql"] {
            manager.answer(name, with: #"{"columns":["what"],"rows":[],"is_cut":false}"#)
        }
        for (format, written) in [("", ["! \(sentence)"]), (" --json", ["  []"])] {
            let terminal = ScriptedTerminal(width: 80)
            let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
            #expect(await console.run(line: line + format, in: console.session()) == .ended(0))
            #expect(terminal.takeWritten() == written)
        }
    }

    /// The parser traps, or leaves the explanations out, where they have no room.
    @Test(arguments: [1, 10, 26, 38], ["help order", "order --help", "order --frob", "rent 1"])
    func `help has room in a terminal of any width`(width: Int, line: String) async {
        let terminal = ScriptedTerminal(width: width)
        let console = Console(
            link: FakeManager(folder: Transcript.answers), terminal: terminal,
            clock: Transcript.clock)
        let verdict = await console.run(line: line, in: console.session())
        let written = terminal.takeWritten().joined(separator: "\n")
        #expect(verdict == .ended(line.contains("help") ? 0 : 2))
        #expect(written.contains(line.contains("help") ? "price" : "Usage:"), "\(written)")
    }

    @Test func `no forward that was given up is a sentence of its own`() async {
        let manager = FakeManager(folder: Transcript.answers)
        manager.answer("actions", with: "[]")
        let terminal = ScriptedTerminal(width: 80)
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        #expect(await console.run(line: "retry", in: console.session()) == .ended(0))
        #expect(terminal.takeWritten() == ["! No forward was given up."])
    }

    @Test(arguments: CommandList.names.filter { $0 != "quit" })
    func `says a number of one as one`(name: String) async throws {
        for line in try #require(Self.lines[name]) {
            let shown = await answers(to: line)
            #expect(!(shown.texts.joined() + shown.verdict).contains(/\b1 [a-z]+s\b/), "\(line)")
        }
    }

    @Test(arguments: [
        ("exit", "quit"), ("q", "quit"), (#"\q"#, "quit"), ("bye", "quit"), ("?", "help"),
        ("h", "help"), ("ls", "lines"), ("list", "lines"),
    ])
    func `other words for it are understood`(word: String, name: String) {
        #expect(CommandList.command(named: word)?._commandName == name)
    }

    @Test(arguments: [
        ("lins", "`line`"), ("buy", "`order` or `rent`"), ("messages", "`inbox`"),
        ("grep", "`search`"), ("logs", "`tail`"), ("exti", "`exit`"), ("balanc", "`balance`"),
    ])
    func `of a word that is no command the nearest is told`(word: String, advice: String) {
        let sentence = CommandList.absence(of: word)
        #expect(sentence.contains("There is no command \(word). Did you mean \(advice)?"))
    }

    @Test func `a word that is empty leaves no hole in a sentence`() {
        #expect(
            CommandList.absence(of: " ")
                == "There is no command without a name. `help` lists all of them.")
    }

    @Test func `no other word hides a command`() {
        for word in OtherWords.understood.keys { #expect(!CommandList.names.contains(word)) }
        for word in OtherWords.advice.keys { #expect(CommandList.command(named: word) == nil) }
    }
}
