import Testing

@testable import Console

/// SQL typed at the prompt reaches the manager unchanged, including quotes.
@Suite("A statement")
struct StatementTests {
    @Test(arguments: [
        ("sql SELECT 'a b'", ["sql", "--", "SELECT 'a b'"]),
        (#"sql SELECT "name" FROM t"#, ["sql", "--", #"SELECT "name" FROM t"#]),
        (#"sql "SELECT 'a b'""#, ["sql", "--", "SELECT 'a b'"]),
        ("sql 'SELECT 1'", ["sql", "--", "SELECT 1"]),
        ("sql 'a'||'b'", ["sql", "--", "'a'||'b'"]),
        ("  sql   SELECT 1  ", ["sql", "--", "SELECT 1"]),
        ("sql SELECT 'a  b' --json", ["sql", "--json", "--", "SELECT 'a  b'"]),
        ("sql --csv --limit 5 SELECT 1", ["sql", "--csv", "--limit", "5", "--", "SELECT 1"]),
        ("sql SELECT 1 --limit=5 --json", ["sql", "--json", "--limit=5", "--", "SELECT 1"]),
        ("sql SELECT 1 --limit 5", ["sql", "--limit", "5", "--", "SELECT 1"]),
        ("sql SELECT 1 -- it's one", ["sql", "--", "SELECT 1 -- it's one"]),
        ("sql SELECT '#' # x", ["sql", "--", "SELECT '#' # x"]),
        (
            #"sql SELECT 'it''s' LIKE 'a\%' ESCAPE '\'"#,
            ["sql", "--", #"SELECT 'it''s' LIKE 'a\%' ESCAPE '\'"#]
        ),
        ("sql", ["sql"]), ("sql --help", ["sql", "--help"]),
    ])
    func `keeps what was typed`(line: String, words: [String]) {
        #expect(StatementLine(line)?.words == words)
    }

    @Test func `is of no other command`() {
        #expect(StatementLine("search 'a b'") == nil)
        #expect(StatementLine("") == nil)
        #expect(StatementLine("sqlx SELECT") == nil)
    }
}

/// The words after `search`, as the manager receives them.
@Suite("Words to search for")
struct SearchWordsTests {
    private func query(_ line: String) async -> String? {
        let manager = FakeManager(folder: Transcript.answers)
        let terminal = ScriptedTerminal(width: 80)
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        let verdict = await console.run(line: line, in: console.session())
        guard verdict == .ended(0) else { return "\(verdict)" }
        return manager.takeAsked().first
    }

    @Test(arguments: [
        ("search mybank code", "mybank code"), (#"search "login code" x"#, #"\"login code\" x"#),
        ("search code -parcel", "code -parcel"), (#"search code -"a b""#, #"code -\"a b\""#),
        ("search a OR b --limit 50", "a OR b"), ("search -x code", "-x code"),
        ("search a -- -x --json OR", #"a \"-x\" \"--json\" \"OR\""#),
        ("search 验证码", "验证码"), ("search --limit 50 -h2 x", "-h2 x"),
    ])
    func `reach it as they were meant`(line: String, words: String) async {
        #expect(await query(line) == #"inbox {"limit":50,"words":""# + words + #""}"#)
    }

    @Test(arguments: ["search code --sinse 1d", "search --", "search"])
    func `an option there is none of is not searched for, and neither is nothing`(
        line: String
    ) async {
        #expect(await query(line) == "ended(2)")
    }
}

/// A label consists of a person's own words, as far as they can be told from options.
@Suite("Words of a label")
struct LabelWordsTests {
    private func outcome(_ line: String) async -> (asked: [String], written: [String]) {
        let manager = FakeManager(folder: Transcript.answers)
        let terminal = ScriptedTerminal(width: 200)
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        _ = await console.run(line: line, in: console.session())
        return (manager.takeAsked(), terminal.takeWritten())
    }

    @Test(arguments: [
        ("label 4 my bank", "my bank"), ("label 4 -- -x", "-x"),
        ("label 4 my -- --bank", "my --bank"),
        ("label 4 --remove", ""),
    ])
    func `reach the manager as they were meant`(line: String, text: String) async {
        #expect(await outcome(line).asked == [#"label {"line":"4","text":"\#(text)"}"#])
    }

    @Test(arguments: [
        (#"label 4 """#, "A label must not be empty. Remove it with --remove."),
        (#"label 4 "  ""#, "A label must not be empty. Remove it with --remove."),
        ("label 4 -- ''", "A label must not be empty. Remove it with --remove."),
        ("label 4", "Give either a label or --remove."),
        ("label 4 --", "Give either a label or --remove."),
        ("label 4 x --remove", "Give either a label or --remove."),
        (
            "label 4 -x",
            "Unknown option '-x'. Put words that start with a dash after --."
        ),
        ("label 4 x --remvoe", "Unknown option '--remvoe'. Did you mean '--remove'?"),
    ])
    func `are refused with what to do`(line: String, sentence: String) async {
        let (asked, written) = await outcome(line)
        #expect(asked.isEmpty)
        #expect(written.first == "! \(sentence)")
    }
}
