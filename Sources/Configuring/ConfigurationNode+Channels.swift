import Channels
import Scripting
import Transport

/// The keys of a channel are a table like any other.
extension ConfigurationNode: ChannelKeys {
    mutating func textOrNumber(_ name: String) throws(ConfigurationError) -> String? {
        if let number = wholeNumber(name) { return "\(number)" }
        return try text(name)
    }

    mutating func textsOrNumbers(_ name: String) throws(ConfigurationError) -> [String]? {
        try texts(name, "a list such as { 123, \"@name\" }") { item in
            item.text ?? item.whole.map { "\($0)" }
        }
    }

    /// A text under a name such as `API_KEY` is a secret too.
    mutating func variables(
        _ name: String
    ) throws(ConfigurationError) -> (texts: [String: String], secrets: [String: Secret])? {
        guard var table = try table(name) else { return nil }
        var texts: [String: String] = [:]
        var secrets: [String: Secret] = [:]
        for name in table.names {
            if table.holdsText(name), !Self.isKey(name) {
                texts[name] = try table.text(name)
            } else {
                secrets[name] = try table.secret(name)
            }
        }
        return (texts, secrets)
    }
}
