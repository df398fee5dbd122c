import Foundation

/// What a receiver says in its answer besides the status, in the words of any service known here.
///
/// Telegram: `description`, `parameters.retry_after`, `result.message_id`. Discord: `message`,
/// `retry_after`, `id`. Matrix: `errcode`, `error`, `retry_after_ms`, `event_id`. Gotify:
/// `errorDescription`, `id`. Pushover: `errors`, `request`. Mattermost and Bark: `message`. Apprise:
/// `error`. Anything else, such as Slack's single word, is no JSON and has no such words.
struct ReceiverWords: Equatable {
    /// Why it refuses.
    var reason: String?
    /// How long it wants to be left alone.
    var wait: Duration?
    /// Its name for the message it took.
    var id: String?

    init(_ body: some Sequence<UInt8>) {
        guard let document = try? JSONSerialization.jsonObject(with: Data(body)),
            let fields = document as? [String: Any]
        else { return }
        let error = fields["error"] as? String
        let code = (fields["errcode"] as? String).map { "\($0): " } ?? ""
        reason =
            fields["description"] as? String ?? fields["errorDescription"] as? String
            ?? (fields["errors"] as? [String])?.joined(separator: "; ")
            ?? fields["message"] as? String ?? error.map { code + $0 }
        let parameters = fields["parameters"] as? [String: Any]
        let seconds = Self.number(fields["retry_after"] ?? parameters?["retry_after"])
        let milliseconds = Self.number(fields["retry_after_ms"]).map { $0 / 1000 }
        wait = (seconds ?? milliseconds).map { .seconds(min(max($0, 0), 86_400)) }
        let result = fields["result"] as? [String: Any]
        id = Self.name(
            result?["message_id"] ?? fields["event_id"] ?? fields["id"] ?? fields["request"])
    }

    private static func number(_ value: Any?) -> Double? {
        (value as? NSNumber)?.doubleValue
    }

    private static func name(_ value: Any?) -> String? {
        value as? String ?? (value as? NSNumber)?.stringValue
    }
}
