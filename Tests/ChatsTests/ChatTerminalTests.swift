import Channels
import Console
import Lines
import Testing
import TestSupport
import Transport

@testable import Chats

/// What a command says and asks in a chat.
@Suite(.timeLimit(.minutes(20))) struct ChatTerminalTests {
    private static let place = ChatTerminal.Place(chat: "42", sender: "42", message: "7")

    private static func terminal(
        _ messenger: RecordedMessenger, _ questions: OpenQuestions = OpenQuestions(),
        timePasses: Bool = false
    ) -> ChatTerminal {
        ChatTerminal(
            place: place,
            poster: ChatPoster(
                messenger: messenger, world: .standing(passes: timePasses), logger: .silent),
            questions: questions)
    }

    @Test func `everything is one answer, tables apart from sentences`() async {
        let messenger = RecordedMessenger()
        let terminal = Self.terminal(messenger)
        await terminal.write("a  b")
        await terminal.remark("That is all.")
        await terminal.end()
        #expect(
            messenger.posts == [
                ChatPost(
                    id: "token-1", chat: "42", answered: "7",
                    parts: [
                        ChatPost.Part("a  b", isTable: true),
                        ChatPost.Part("That is all.", isTable: false),
                    ])
            ])
    }

    @Test func `a command that says nothing is answered all the same`() async {
        let messenger = RecordedMessenger()
        await Self.terminal(messenger).end()
        #expect(messenger.posts.map(\.parts) == [[ChatPost.Part("Done.", isTable: false)]])
    }

    @Test(arguments: [("Yes", "yes"), ("No", "no")])
    func `a question is answered by a press`(label: String, answer: String) async {
        let messenger = RecordedMessenger()
        let questions = OpenQuestions()
        let terminal = Self.terminal(messenger, questions)
        await terminal.remark("price 0.24")
        async let said = terminal.answer(to: "Buy it? [y/N] ")
        for await post in messenger.questions {
            #expect(post.parts.map(\.text) == ["price 0.24\nBuy it?"])
            let token = post.choices.first { $0.label == label }?.token ?? ""
            // Neither somebody else in the same chat, nor the same person elsewhere, nor a guess.
            #expect(questions.press(token, chat: "42", sender: "7") == nil)
            #expect(questions.press(token, chat: "-1", sender: "42") == nil)
            #expect(questions.press("token-9", chat: "42", sender: "42") == nil)
            #expect(questions.press(token, chat: "42", sender: "42") == (label == "Yes"))
            // Only once.
            #expect(questions.press(token, chat: "42", sender: "42") == nil)
            break
        }
        #expect(await said == answer)
        #expect(messenger.removals == 1)
    }

    @Test(arguments: [
        ("yes", "yes", true), ("Yes", "yes", true), ("no", "no", true), ("lines", "no", false),
        ("y", "no", false), ("yes please", "no", false),
    ])
    func `where there are no buttons, a question is answered by the next line`(
        line: String, answer: String, isAnswer: Bool
    ) async {
        let messenger = RecordedMessenger(hasButtons: false)
        let questions = OpenQuestions()
        let terminal = Self.terminal(messenger, questions)
        async let said = terminal.answer(to: "Buy it? [y/N] ")
        for await post in messenger.questions {
            let words = post.parts.map(\.text).joined()
            #expect(words.hasPrefix("Buy it? Type yes within a minute."))
            #expect(post.choices.isEmpty)
            // Not before it stands in the chat, not by somebody else, and not elsewhere.
            #expect(questions.reply("yes", chat: "42", sender: "42") == .noQuestion)
            questions.show("another")
            #expect(questions.reply("yes", chat: "42", sender: "42") == .noQuestion)
            questions.show(post.id)
            #expect(questions.reply("yes", chat: "42", sender: "7") == .noQuestion)
            #expect(questions.reply("yes", chat: "-1", sender: "42") == .noQuestion)
            #expect(questions.reply("lines", chat: "42", sender: "7") == .command)
            let reply = questions.reply(line, chat: "42", sender: "42")
            #expect(reply == (isAnswer ? .answer : .command))
            // Only once.
            #expect(questions.reply("yes", chat: "42", sender: "42") == .noQuestion)
            break
        }
        #expect(await said == answer)
        #expect(messenger.removals == 0)
    }

    @Test func `a yes that two questions could be meant by is meant for neither`() async {
        let world = World.standing(passes: false)
        let questions = OpenQuestions()
        let asked = (0..<2).map { _ in questions.open(chat: "42", sender: "42", in: world) }
        for question in asked { questions.show(question.id) }
        #expect(questions.reply("yes", chat: "42", sender: "42") == .answer)
        for question in asked { #expect(await questions.answer(to: question, in: world) == false) }
    }

    @Test func `one command for money of a person runs at a time`() async {
        let world = World.standing(passes: true)
        let turns = PaidTurns()
        #expect(await turns.wait(for: Self.place, in: world))
        let other = ChatTerminal.Place(chat: "42", sender: "7", message: "8")
        #expect(await turns.wait(for: other, in: world))
        async let second = turns.wait(for: Self.place, in: world)
        turns.end(for: Self.place)
        #expect(await second)
    }

    @Test func `a question that nobody answers is closed and means no`() async {
        let messenger = RecordedMessenger()
        let questions = OpenQuestions()
        let terminal = Self.terminal(messenger, questions, timePasses: true)
        #expect(await terminal.answer(to: "Buy it? [y/N] ") == nil)
        #expect(messenger.removals == 1)
        let token = messenger.posts.first?.choices.first?.token ?? ""
        #expect(questions.press(token, chat: "42", sender: "42") == nil)
        await terminal.end()
        #expect(messenger.posts.last?.parts.first?.text.contains("nobody answered") == true)
    }

    @Test func `a question that does not arrive means no`() async {
        let failure = DeliveryError.refused(channel: "phone", status: 403, answer: "blocked")
        let messenger = RecordedMessenger(failing: [failure])
        #expect(await Self.terminal(messenger).answer(to: "Buy it? ") == nil)
    }

    @Test func `a service that asks for a pause gets the answer after it`() async {
        let busy = DeliveryError.busy(
            channel: "phone", status: 429, answer: "", after: .seconds(7))
        let messenger = RecordedMessenger(failing: [busy])
        let terminal = Self.terminal(messenger, timePasses: true)
        await terminal.write("482913")
        await terminal.end()
        #expect(messenger.posts.count == 1)
    }
}
