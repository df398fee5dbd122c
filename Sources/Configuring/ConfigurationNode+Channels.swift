import Channels
import Scripting

/// The keys of a channel are a table like any other.
extension ConfigurationNode: ChannelKeys {
    mutating func textOrNumber(_ name: String) throws(ConfigurationError) -> String? {
        if let number = wholeNumber(name) { return "\(number)" }
        return try text(name)
    }
}
