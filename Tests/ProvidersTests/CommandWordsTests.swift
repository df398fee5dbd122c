import Lines
import Testing

@testable import Providers

/// Arguments of provider-specific calls.
@Suite("Arguments of ask") struct CommandWordsTests {
    private let command = ProviderCommand(
        "x", takes: ["country", "[days]"],
        options: [
            CommandOption("page", .whole(1...9)), CommandOption("from", .since),
            CommandOption("to", .until), CommandOption("threshold", .amount),
            CommandOption("active", .flag), CommandOption("status", .one(["DONE", "OPEN"])),
            CommandOption("events", .several(["a.b", "c.d"])), CommandOption("what", .text),
        ], "A call.")

    private func read(_ words: String...) throws(CommandFault) -> CommandWords {
        try CommandWords(words, of: command)
    }

    private func fault(_ words: String...) -> CommandFault? {
        do throws(CommandFault) {
            _ = try CommandWords(words, of: command)
            return nil
        } catch {
            return error
        }
    }

    @Test func `each is read in its form, in any order`() throws {
        let words = try read(
            "page=3", "DE", "from=2026-02-01", "to=2026-02-01", "threshold=2.50", "active=NO",
            "status=done", "events=c.d,A.B", "7", "what=a=b")
        #expect(words.words == ["DE", "7"] && words[2] == "")
        #expect(words.whole("page") == 3)
        #expect(words.time("from")?.rfc3339 == "2026-02-01T00:00:00Z")
        #expect(words.time("to")?.rfc3339 == "2026-02-01T23:59:59.999Z")
        #expect(words.amount("threshold") == Money(tenThousandths: 2_5000))
        #expect(words.flag("active") == false && words.word("status") == "DONE")
        #expect(words.several("events") == ["c.d", "a.b"] && words.text("what") == "a=b")
    }

    @Test func `those left out are nothing`() throws {
        let words = try read("DE")
        #expect(words.whole("page") == nil && words.time("from") == nil)
        #expect(words.flag("active") == nil && words.several("events") == nil)
        #expect(words.text("what") == nil && words[1] == "")
    }

    @Test func `an address with an equals sign is no option`() throws {
        #expect(try read("https://x.example/?a=b").words == ["https://x.example/?a=b"])
    }

    @Test(
        arguments: [
            ("page=0", "page must be a whole number from 1 to 9."),
            ("page=ten", "page must be a whole number from 1 to 9."),
            (
                "from=yesterday",
                "from must be a date such as 2026-02-01, or a time such as 2026-02-01T12:00:00Z."
            ),
            ("threshold=0", "threshold must be an amount above zero, such as 2.50."),
            ("active=maybe", "active must be yes or no."),
            ("status=closed", "status must be one of: DONE, OPEN."),
            ("events=a.b,e.f", "events has no e.f; there are: a.b, c.d."),
            ("what=", "what must not be empty."),
            (
                "pgae=2",
                "There is no pgae here. There are: page, from, to, threshold, active, status, "
                    + "events, what."
            ),
        ])
    func `a wrong one is named`(word: String, sentence: String) {
        #expect(fault("DE", word)?.sentence == sentence)
    }

    @Test func `too few, too many and repeated ones are refused`() {
        #expect(fault() == CommandFault(nil))
        #expect(fault("DE", "7", "8") == CommandFault(nil))
        #expect(fault("DE", "page=1", "page=2")?.sentence == "page is given twice.")
    }

    @Test func `the shape names everything`() {
        #expect(
            command.shape
                == "country [days] [page=1..9] [from=DATE] [to=DATE] [threshold=AMOUNT] "
                + "[active=yes|no] [status=DONE|OPEN] [events=a.b,c.d] [what=TEXT]")
    }
}
