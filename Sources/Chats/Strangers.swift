import Channels
import Lines

/// Counts those who write to a bot without being known to it. They get no answer, and the owner one
/// sentence an hour.
struct Strangers: Sendable {
    /// Who may give commands, and where.
    let known: Set<String>
    private var count = 0
    private var told: Duration?

    init(known: Set<String>) {
        self.known = known
    }

    /// - Returns: a sentence for the owner; nil if one was given lately.
    mutating func notice(
        _ event: ChatEvent, channel: String, uptime: Duration, every interval: Duration
    ) -> String? {
        count += 1
        if let told, uptime - told < interval { return nil }
        told = uptime
        let times = count == 1 ? "once" : "\(count) times"
        // In a group that is known only the person is missing.
        let missing = [event.sender, event.chat].filter { !known.contains($0) }
        let ids = missing.count == 2 && missing[0] == missing[1] ? missing.dropLast() : missing[...]
        return """
            Somebody unknown (\(event.sender) in chat \(event.chat)) wrote to the bot of channel \
            \(channel) and got no answer (\(times) since the start). If this is you, add \
            \(ids.joined(separator: " and ")) to commands_from.
            """
    }
}
