import Channels
import Lines
import Logging
import Transport

/// Posts answers in chats; a failure is logged, for there is nobody else to tell.
struct ChatPoster: Sendable {
    /// How long a service may ask to be left alone before an answer is given up.
    private static let longestWait = Duration.seconds(30)

    let messenger: any Messenger
    let world: World
    let logger: Logger

    /// Whether all of it was sent, and the id of the last post.
    struct Posted {
        var isSent: Bool
        var id: String?
    }

    /// - Parameter question: what the last post asks.
    func post(
        _ parts: [ChatPost.Part], at place: ChatTerminal.Place,
        asking question: OpenQuestions.Asked? = nil
    ) async -> Posted {
        var posted = Posted(isSent: true)
        let pages = ChatPages(limit: messenger.longestPost).pages(parts)
        for (number, page) in pages.enumerated() {
            let asked = number == pages.count - 1 ? question : nil
            let post = ChatPost(
                id: asked?.id ?? world.identifier(), chat: place.chat,
                answered: number == 0 ? place.message : nil, parts: page,
                choices: messenger.hasButtons ? asked?.choices ?? [] : [], isQuestion: asked != nil)
            do throws(DeliveryError) {
                posted.id = try await send(post)
            } catch {
                logger.warning("chat.answer failed.", metadata: ["reason": "\(error)"])
                return Posted(isSent: false)
            }
        }
        return posted
    }

    /// Once more if the service asks for a pause: a lost answer would be asked for again.
    private func send(_ post: ChatPost) async throws(DeliveryError) -> String? {
        do throws(DeliveryError) {
            return try await messenger.post(post, now: world.now())
        } catch {
            guard case .retry(let wait?) = error.remedy, wait <= Self.longestWait else {
                throw error
            }
            try? await world.sleep(wait)
            return try await messenger.post(post, now: world.now())
        }
    }

    func confirm(_ choice: String, _ words: String) async {
        // It only takes the sign of waiting from a button.
        try? await messenger.confirm(choice, words, now: world.now())
    }

    func removeChoices(from post: String, in chat: String) async {
        // A press of a button that stays is told that it no longer counts.
        try? await messenger.removeChoices(from: post, in: chat, now: world.now())
    }
}
