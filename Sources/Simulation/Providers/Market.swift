import Lines
import ProviderEmulator
import Providers
import Transport

/// A provider as a life may have it: both sides of its wire, what a person wants there, and what can be
/// done on its website.
struct Market: Sendable {
    /// Something a person does on the website.
    enum Visit: Sendable {
        case order(service: String, country: String)
        case rent(product: String, days: Int)
        case extend(EmulatedLine)
        case cancel(EmulatedLine)
        case refund(EmulatedLine)
    }

    /// What it says of money that came back.
    enum Returning: Sendable {
        case told
        /// Nothing of what ran out: that it is paid back is left to the list of transactions.
        case untoldAtExpiry
        /// Nothing of what is over, however it ended.
        case untold
    }

    /// What it tells of a message.
    enum Telling: Sendable {
        case texts
        /// Of what is over no more than the code.
        case textsWhileOpen
        case codes
    }

    let provider: ProviderName
    let capabilities: Capabilities
    var services = ["Signal", "Telegram", "WhatsApp", "Discord", "Uber"]
    var countries = ["GB", "US", "NL", "SE", "RO"]
    /// Rental products by the provider's id, with days they are sold for; none where there are none.
    let products: [(id: String, days: Int)]
    let books: @Sendable (Scenario.Account, _ seed: UInt64, Instant) -> any EmulatedProvider
    let adapter: @Sendable (any Transport, _ url: String) -> any Provider
    /// Whether a request buys something that was not held before.
    let isPurchase: @Sendable (EmulatedRequest) -> Bool
    /// The request of its website, whose path is relative to the provider's; nil where it has no such
    /// thing.
    let website: @Sendable (Visit) -> EmulatedRequest?
    var telling = Telling.texts
    /// Whether the services it is used for send their codes; at SMSPool rentals have enough to hear.
    var isAnswered: Bool { provider != .smspool }
    var returning = Returning.told
    /// Whether what came on a line may no longer be had when the line is over.
    var forgetsWhatIsOver = false

    static let key = Secret(emulatorKey)
}
