import Channels
import Lines
import Synchronization
import Transport

/// The questions that stand in chats, each waiting for the press of a button or, where there are none,
/// for the next line of the person who was asked.
///
/// They are in memory only: after a restart no answer to one of before does anything.
final class OpenQuestions: Sendable {
    /// How long a question waits.
    static let patience = Duration.minutes(1)

    /// Who may answer it.
    private struct Question {
        let chat: String
        let sender: String
        /// Which answer each token stands for.
        let answers: [String: Bool]
        let answer: AsyncStream<Bool>.Continuation
        /// Whether it has come back among the news, so that what is typed now stands below it.
        var isShown = false
    }

    /// What a line of text is where questions are answered by one.
    enum Reply: Equatable, Sendable {
        /// A command. If there was a question, it is closed.
        case command
        /// The answer to a question, and nothing else.
        case answer
        /// It would be the answer to a question, and there is none.
        case noQuestion
    }

    private let questions = Mutex<[String: Question]>([:])

    /// A question with the tokens of its buttons.
    struct Asked: Sendable {
        let id: String
        let yes: String
        let no: String
        let answers: AsyncStream<Bool>

        var choices: [ChatPost.Choice] {
            [ChatPost.Choice("Yes", token: yes), ChatPost.Choice("No", token: no)]
        }
    }

    func open(chat: String, sender: String, in world: World) -> Asked {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let (id, yes, no) = (world.identifier(), world.identifier(), world.identifier())
        let question = Question(
            chat: chat, sender: sender, answers: [yes: true, no: false], answer: answer)
        questions.withLock { $0[id] = question }
        return Asked(id: id, yes: yes, no: no, answers: answers)
    }

    /// Waits for a press or a line.
    ///
    /// - Returns: nil if none came in time, or none is waited for any longer.
    func answer(to asked: Asked, in world: World) async -> Bool? {
        defer { close(asked) }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask {
                for await answer in asked.answers { return answer }
                return nil
            }
            group.addTask {
                try? await world.sleep(Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    func close(_ asked: Asked) {
        questions.withLock { _ = $0.removeValue(forKey: asked.id) }
    }

    /// A post of ours has come back among the news.
    func show(_ post: String) {
        questions.withLock { $0[post]?.isShown = true }
    }

    /// Takes a line of the person who was asked, in the same chat: the first one below the question
    /// decides it.
    func reply(_ line: String, chat: String, sender: String) -> Reply {
        let words = line.lowercased()
        return questions.withLock { questions in
            let open = questions.filter {
                $0.value.isShown && $0.value.chat == chat && $0.value.sender == sender
            }
            for (id, question) in open {
                questions[id] = nil
                // One that could be meant for either of two is meant for neither.
                question.answer.yield(words == "yes" && open.count == 1)
                question.answer.finish()
            }
            guard ["yes", "no"].contains(words) else { return .command }
            return open.isEmpty ? .noQuestion : .answer
        }
    }

    /// Takes a press: of the person who was asked, in the same chat, once.
    ///
    /// - Returns: the answer it stands for; nil if there is no such question any more.
    func press(_ token: String, chat: String, sender: String) -> Bool? {
        questions.withLock { questions in
            guard
                let (id, question) = questions.first(where: { $0.value.answers[token] != nil }),
                question.chat == chat, question.sender == sender
            else { return nil }
            questions[id] = nil
            let answer = question.answers[token]
            if let answer { question.answer.yield(answer) }
            question.answer.finish()
            return answer
        }
    }
}
