import Lines
import ProviderEmulator
import Providers
import Transport

/// A provider in a life: both sides of its protocol, what a person uses it for, and what can be
/// done on its website.
struct ProviderProfile: Sendable {
    /// An act of the person on the website.
    enum Visit: Sendable {
        case order(service: String, country: String)
        case rent(product: String, days: Int)
        case extend(EmulatedLine)
        case cancel(EmulatedLine)
        case refund(EmulatedLine)
    }

    /// Which refunds it reports.
    enum Returning: Sendable {
        case told
        /// None for expired orders: their refund is only in the list of transactions.
        case untoldAtExpiry
        /// None for ended orders, however they ended.
        case untold
    }

    /// What it shows of a message.
    enum Telling: Sendable {
        case texts
        /// Only the code, once the order has ended.
        case textsWhileOpen
        case codes
    }

    let provider: ProviderName
    let capabilities: Capabilities
    var services = ["Signal", "Telegram", "WhatsApp", "Discord", "Uber"]
    var countries = ["GB", "US", "NL", "SE", "RO"]
    /// Rental products by the provider's id, with the days they are sold for; empty if there are
    /// none.
    let products: [(id: String, days: Int)]
    let books: @Sendable (Scenario.Account, _ seed: UInt64, Instant) -> any EmulatedProvider
    let adapter: @Sendable (any Transport, _ url: String) -> any Provider
    /// Whether a request buys a new line.
    let isPurchase: @Sendable (EmulatedRequest) -> Bool
    /// The request of its website, with a path relative to the provider's; nil if there is none.
    let website: @Sendable (Visit) -> EmulatedRequest?
    var telling = Telling.texts
    /// Whether services send their codes to its numbers; at SMSPool rentals receive enough.
    var isAnswered: Bool { provider != .smspool }
    var returning = Returning.told
    /// Whether the messages of an ended line may become unavailable.
    var forgetsWhatIsOver = false

    static let key = Secret(emulatorKey)
}
