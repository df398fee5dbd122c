import Channels
import Lines

/// Counts those who write to a bot without being known to it. They get no answer, and the owner one
/// sentence an hour.
struct Strangers: Sendable {
    private var count = 0
    private var told: Duration?

    /// - Returns: a sentence for the owner; nil if one was given lately.
    mutating func notice(
        _ event: ChatEvent, channel: String, uptime: Duration, every interval: Duration
    ) -> String? {
        count += 1
        if let told, uptime - told < interval { return nil }
        told = uptime
        let times = count == 1 ? "once" : "\(count) times"
        let group = event.chat == event.sender ? "" : " and \(event.chat)"
        return """
            Somebody unknown (\(event.sender) in chat \(event.chat)) wrote to the bot of channel \
            \(channel) and got no answer (\(times) since the start). If this is you, add \
            \(event.sender)\(group) to commands_from.
            """
    }
}
