import Channels
import Console
import Lines
import ServiceLifecycle

/// The terminal of one command in a chat: gathers what it says, and asks with buttons or for a line.
actor ChatTerminal: Terminal {
    /// Where the answer goes.
    struct Place: Sendable {
        let chat: String
        let sender: String
        /// The message that is answered.
        let message: String
    }

    /// What a phone held upright shows of a table without breaking its lines.
    nonisolated let width: Int? = 38
    nonisolated let isStyled = false
    nonisolated let canAnswer = true

    private let place: Place
    private let poster: ChatPoster
    private let questions: OpenQuestions
    private var parts: [ChatPost.Part] = []

    init(place: Place, poster: ChatPoster, questions: OpenQuestions) {
        self.place = place
        self.poster = poster
        self.questions = questions
    }

    func write(_ text: SafeText) {
        parts.append(ChatPost.Part(text.text, isTable: true))
    }

    func remark(_ text: SafeText) {
        parts.append(ChatPost.Part(text.text, isTable: false))
    }

    func copy(_ text: String) -> SafeText? { nil }

    /// What was said up to now, the question, and two buttons or what to type.
    func answer(to question: SafeText) async -> String? {
        let asked = questions.open(chat: place.chat, sender: place.sender, in: poster.world)
        let words = question.text.split(separator: "[").first.map(String.init) ?? question.text
        let advice =
            poster.messenger.hasButtons
            ? "" : " Type yes within a minute. Anything else, and a yes too late, means no."
        let said = parts + [ChatPost.Part(words.trimmed + advice, isTable: false)]
        parts = []
        let post = await poster.post(said, at: place, asking: asked)
        // Nobody can answer what did not arrive.
        let answer = post.isSent ? await self.answer(to: asked) : nil
        questions.close(asked)
        if poster.messenger.hasButtons, let id = post.id {
            await poster.removeChoices(from: id, in: place.chat)
        }
        guard let answer else {
            parts.append(
                ChatPost.Part("The question is closed: nobody answered it in time.", isTable: false)
            )
            return nil
        }
        return answer ? "yes" : "no"
    }

    /// A manager that is told to end does not wait for somebody to press a button.
    private func answer(to asked: OpenQuestions.Asked) async -> Bool? {
        let (questions, world) = (questions, poster.world)
        return await cancelWhenGracefulShutdown { await questions.answer(to: asked, in: world) }
    }

    /// Posts what was not posted yet.
    func end() async {
        let said = parts.isEmpty ? [ChatPost.Part("Done.", isTable: false)] : parts
        parts = []
        _ = await poster.post(said, at: place)
    }
}
