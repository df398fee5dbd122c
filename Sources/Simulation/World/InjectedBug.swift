import ArgumentParser
import Lines
import ProviderEmulator
import Transport

/// A deliberate fault between the manager and its provider, to show that the checks would find a
/// real one.
enum InjectedBug: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// The provider's lists of messages come back empty.
    case messages
    /// Every purchase is carried out twice.
    case purchases
    /// The calls that keep a rental awake are answered but never carried out.
    case status
    /// A cancel is reported as done but is not.
    case cancel

    /// The false answer to the manager; nil to let the call through.
    func answer(to call: HTTPCall) -> HTTPReply? {
        switch self {
        case .messages where call.url.hasSuffix("rental/retrieve_messages"):
            Self.reply(#"{"success":1,"messages":[]}"#)
        case .status where call.url.hasSuffix("rental/retrieve_status"):
            Self.reply(#"{"success":1,"status":{"available":1,"activeFor":90}}"#)
        case .cancel where call.url.hasSuffix("sms/cancel"): Self.reply(#"{"success":1}"#)
        default: nil
        }
    }

    func doubles(_ call: HTTPCall) -> Bool { self == .purchases && call.url.contains("/purchase/") }

    private static func reply(_ text: String) -> HTTPReply {
        HTTPReply(
            status: 200, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }
}
