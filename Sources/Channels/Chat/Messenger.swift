package import Lines

/// A service in which a person types commands to the manager and reads its answers.
///
/// It only passes words on: who may give commands, and which, is not decided here.
package protocol Messenger: Sendable {
    /// How long a post may be, in UTF-16 units.
    var longestPost: Int { get }

    /// Whether a post can have buttons. Otherwise a question is answered by a line of text, and posts
    /// come back among the news, so that what stands below a question can be told from the rest.
    var hasButtons: Bool { get }

    /// Whether the service itself remembers what has arrived. Otherwise the place has to be kept over a
    /// restart.
    var remembersPlace: Bool { get }

    /// Waits, at most about a minute, for what was written.
    ///
    /// - Parameter place: where the last call ended. Asking from there on tells the service that
    ///   everything before has arrived. Nil for all that it still keeps.
    func receive(
        since place: String?, now: Instant
    ) async throws(DeliveryError) -> ChatNews

    /// Writes in a chat. The same post once more is the same message, if the service can tell.
    ///
    /// - Returns: the id of what was written, for `removeChoices`; nil if the service tells none.
    func post(_ post: ChatPost, now: Instant) async throws(DeliveryError) -> String?

    /// Tells the person who made a choice what came of it.
    func confirm(_ choice: String, _ words: String, now: Instant) async throws(DeliveryError)

    /// Takes the choices from a post, so that nobody makes one that no longer counts.
    func removeChoices(
        from post: String, in chat: String, now: Instant
    ) async throws(DeliveryError)
}

/// What was written in the chats of a bot since the last time.
package struct ChatNews: Sendable, Equatable {
    package var events: [ChatEvent]
    /// Where the next call goes on.
    package var place: String?

    package init(events: [ChatEvent], place: String?) {
        self.events = events
        self.place = place
    }
}

/// One thing that somebody did in a chat.
package struct ChatEvent: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A line of text.
        case line(String)
        /// A choice, by the token it was offered with, and the service's id for it.
        case choice(token: String, id: String)
        /// A post of our own has arrived, by the id we gave it.
        case posted(String)
    }

    /// Where it was done. In a private chat this is the person's own id.
    package var chat: String
    /// Who did it.
    package var sender: String
    /// The message that it is, or to which the choice belongs.
    package var message: String
    /// When it was written, by the service's clock; nil if the service does not say.
    package var at: Instant?
    package var kind: Kind

    package init(chat: String, sender: String, message: String, at: Instant?, kind: Kind) {
        self.chat = chat
        self.sender = sender
        self.message = message
        self.at = at
        self.kind = kind
    }
}

/// An answer in a chat.
package struct ChatPost: Sendable, Equatable {
    /// A part of an answer.
    package struct Part: Sendable, Equatable {
        package var text: String
        /// Whether its columns must stay below each other.
        package var isTable: Bool

        package init(_ text: String, isTable: Bool) {
            self.text = text
            self.isTable = isTable
        }
    }

    /// A button.
    package struct Choice: Sendable, Equatable {
        package var label: String
        package var token: String

        package init(_ label: String, token: String) {
            self.label = label
            self.token = token
        }
    }

    /// Ours, and of this post only.
    package var id: String
    package var chat: String
    /// The message that it answers; nil for none.
    package var answered: String?
    package var parts: [Part]
    package var choices: [Choice]
    /// Whether somebody is waited for to answer it.
    package var isQuestion: Bool

    package init(
        id: String, chat: String, answered: String? = nil, parts: [Part], choices: [Choice] = [],
        isQuestion: Bool = false
    ) {
        self.id = id
        self.chat = chat
        self.answered = answered
        self.parts = parts
        self.choices = choices
        self.isQuestion = isQuestion
    }
}
