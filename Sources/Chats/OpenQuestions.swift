import Lines
import Synchronization
import Transport

/// The questions that stand in chats with buttons below them, each waiting for one press.
///
/// They are in memory only: after a restart no button of before does anything.
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
    }

    private let questions = Mutex<[String: Question]>([:])

    /// A question with the tokens of its buttons.
    struct Asked: Sendable {
        let id: String
        let yes: String
        let no: String
        let answers: AsyncStream<Bool>
    }

    func open(chat: String, sender: String, in world: World) -> Asked {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let (id, yes, no) = (world.identifier(), world.identifier(), world.identifier())
        let question = Question(
            chat: chat, sender: sender, answers: [yes: true, no: false], answer: answer)
        questions.withLock { $0[id] = question }
        return Asked(id: id, yes: yes, no: no, answers: answers)
    }

    /// Waits for the press of a button.
    ///
    /// - Returns: nil if none came in time, or none is waited for any longer.
    func answer(to asked: Asked, in world: World) async -> Bool? {
        defer { questions.withLock { _ = $0.removeValue(forKey: asked.id) } }
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
