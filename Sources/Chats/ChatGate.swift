import Channels
import Lines

/// Decides which of the things that are done in a chat are heeded.
///
/// A bot can be found and written to by anybody. A person is known by the id that the messenger
/// gives, in a group only together with the group's, so that who is added to it may not command.
struct ChatGate: Sendable {
    enum Decision: Equatable, Sendable {
        /// It is from somebody who may, and of now.
        case heed
        /// It lay somewhere for too long: what it wanted may no longer be wanted.
        case tooOld
        /// The clocks of the service and of this machine differ, so nobody knows how old it is.
        case ahead
        /// There are too many in a short time. Said once.
        case tooMany
        /// Nothing is to be said.
        case ignore
        /// It is from somebody unknown. Nothing is to be said there.
        case stranger
    }

    /// How old a line may be.
    static let longestAge = Duration.minutes(1)
    /// How many lines of a chat are heeded within a minute.
    static let mostPerMinute = 20

    let senders: Set<String>
    /// When lines were heeded, by chat; only chats of people who may are in it.
    private var heeded: [String: [Duration]] = [:]
    private var warned: Set<String> = []

    init(senders: Set<String>) {
        self.senders = senders
    }

    func isKnown(_ event: ChatEvent) -> Bool {
        senders.contains(event.sender)
            && (event.chat == event.sender || senders.contains(event.chat))
    }

    /// - Parameters:
    ///   - now: the wall time, which the service's times are compared with.
    ///   - uptime: the time since some start, by which lines are counted.
    mutating func decide(_ event: ChatEvent, now: Instant, uptime: Duration) -> Decision {
        guard isKnown(event) else { return .stranger }
        if let at = event.at {
            if now - at > Self.longestAge { return .tooOld }
            if at - now > Self.longestAge { return .ahead }
        }
        // What a press answers is a question of a minute at most, whoever asks how often.
        guard case .line = event.kind else { return .heed }
        var times = heeded[event.chat, default: []]
        times.removeAll { uptime - $0 >= .minutes(1) }
        guard times.count < Self.mostPerMinute else {
            heeded[event.chat] = times
            return warned.insert(event.chat).inserted ? .tooMany : .ignore
        }
        warned.remove(event.chat)
        heeded[event.chat] = times + [uptime]
        return .heed
    }
}
