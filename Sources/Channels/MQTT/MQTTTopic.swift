/// The rules for a topic to publish to (MQTT 5.0 section 4.7).
enum MQTTTopic {
    static let longest = 65_535

    /// Why it cannot be one; nil if it can.
    static func fault(_ text: String) -> String? {
        guard !text.isEmpty else { return "its topic is empty" }
        guard text.utf8.count <= longest else {
            return "its topic is longer than \(longest) bytes"
        }
        guard !text.contains(where: { $0 == "+" || $0 == "#" }) else {
            return "its topic contains a wildcard (+ or #), which is for subscribers"
        }
        guard !text.hasPrefix("$") else {
            return "its topic begins with $, which is for the broker itself"
        }
        let isShown = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && scalar.value & 0xFFFE != 0xFFFE
        }
        return isShown ? nil : "its topic contains an invalid character"
    }
}
