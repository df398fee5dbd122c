import Console
import Lines
import Testing

@Suite("Commands that sentences name") struct MentionTests {
    private let usual = CommandMentions(home: nil)
    private let other = CommandMentions(home: "/srv/num bers")

    @Test func `can be typed as they stand, at the prompt`() {
        let text = "See `doubts`, or `linekeeper restore FILE`, and `on_message`."
        #expect(usual.atPrompt(text) == text)
        #expect(
            CommandMentions(home: "/srv/a").atPrompt(text)
                == "See `doubts`, or `linekeeper restore FILE --home /srv/a`, and `on_message`.")
    }

    @Test func `can be typed as they stand, in a shell`() {
        let text = "See `doubts --dismiss 4`; `linekeeper` attaches; `on_message` is a handler."
        #expect(
            usual.inShell(text)
                == "See `linekeeper doubts --dismiss 4`; `linekeeper` attaches; `on_message` is a "
                + "handler.")
        #expect(
            other.inShell(text)
                == "See `linekeeper doubts --dismiss 4 --home '/srv/num bers'`; `linekeeper --home "
                + "'/srv/num bers'` attaches; `on_message` is a handler.")
    }

    @Test func `are left alone where nothing is named`() {
        for text in ["", "a ` b", "`", "`linekeeper lines --home /x`", "``", "a `b` ` c"] {
            #expect(other.inShell(text) == text)
        }
    }

    @Test func `are words no line can be called`() {
        for name in CommandList.names { #expect(Label.reserved.contains(name), "\(name)") }
    }
}
