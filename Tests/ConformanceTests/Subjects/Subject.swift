import Lines
import ProviderEmulator
import Providers
import Testing
import Transport

/// One provider in one generation of its answers: what the suite is run against.
///
/// Everything in which providers and generations may differ stands in a table like
/// `Subject+SMSPool`; the stories know none by name. A provider joins the suite with its table and
/// its line in `all`.
struct Subject: Sendable, CustomTestStringConvertible {
    static let all =
        [
            smspool(.document), smspool(.current), smsActivateDev,
            sms1001(.document), sms1001(.current),
            virtualsms(.document), virtualsms(.current),
        ] + handlerAPI

    /// The provider's fixed name, in the program and in the emulator.
    var provider: String
    var generation: EmulatorGeneration
    /// The emulator's endpoint behind each call; a call that is not offered is left out.
    var endpoints: [Deed: String]
    /// Calls that are answered without a key.
    var publicDeeds: Set<Deed>
    /// Whether the protocol has no other place for the key.
    var keyGoesIntoURLs = false
    /// What the account offers, where that is not what the table has of the provider.
    var table: Capabilities?
    var wares: Wares
    var habits: Set<Habit>
    var refusals: [Occasion: Refusal]
    /// For how long an order cannot be cancelled; nil where it can be at once.
    var cancelHold: Duration?
    /// Within what time of its purchase an unused `sleeping` rental is refunded.
    var refundWindow: Duration
    /// How often one number can be asked for again.
    var resends: Int
    /// An account at an address. The patience is that of every call, where it is not the adapter's.
    var account:
        @Sendable (
            _ transport: any Transport, _ url: String, _ key: Secret, _ patience: Duration?
        ) -> any Provider

    var testDescription: String { "\(provider) \(generation)" }

    func has(_ habit: Habit) -> Bool { habits.contains(habit) }

    static func offering(_ deeds: Deed...) -> [Subject] {
        all.filter { subject in deeds.allSatisfy { subject.endpoints[$0] != nil } }
    }

    static func having(_ habit: Habit) -> [Subject] { all.filter { $0.has(habit) } }
}

/// Something some providers tell or do and others do not.
enum Habit: Sendable {
    /// The answer to an order has its price.
    case tellsOrderPrice
    /// The answer to an extension has the new end.
    case tellsExtensionEnd
    /// The answer to a cancel has the sum that was returned.
    case tellsReturnedSum
    /// The lists of orders have prices.
    case tellsPricesInLists
    /// A resend goes on under a new id.
    case resendsUnderNewID
    /// Rental products have refund rules of their own.
    case hasRefundTerms
    /// A look at an order tells when it ends.
    case tellsEndInChecks
    /// A look at an order has the whole text, not only the code.
    case tellsTexts
    /// Once an order's money is back it is said to be refunded.
    case saysRefunded
    /// The list of past orders has what they received.
    case tellsMessagesInHistory
    /// A refusal for want of money has the figures.
    case tellsMissingMoney
    /// The figures of such a refusal of a rental are its price and the balance, not what is missing.
    case tellsRentalPrice
    /// The list of rentals says what each was bought as.
    case tellsProductsInLists
    /// Rentals must be asked for their status to hear.
    case rentalsSleep
    /// Some rentals cannot be extended.
    case hasFixedRentals
    /// Some rentals are never refunded.
    case hasUnrefundableRentals
    /// A resend begins anew: it needs a message, hides those before it, and is limited.
    case resendStartsOver
    /// Whole texts come in a header, on one line.
    case tellsTextsInHeaders
    /// What is over is said to be cancelled, and nothing of its money.
    case callsEveryEndCancelled
    /// Once an order is over nothing of what it received is shown.
    case forgetsEndedOrders
    /// The list of past orders has no price of one that is still open.
    case hidesPricesOfOpenOrders
    /// What is not sold in a country is refused like what is sold out.
    case callsUnsoldSoldOut
    /// Rentals run for any number of days and are all extended, over or not.
    case rentsByTheHour
    /// Of a rental neither product nor end is told, and nothing once it is over.
    case tellsLittleOfRentals
}

/// Where providers say no in ways so different that no one refusal can be asked of all of them.
enum Occasion: Sendable {
    case orderSoldOut, rentalSoldOut, unknownOffer
    case cancelledTwice, cancelledAfterCode, cancelledAfterExpiry
    case unknownOrderCancelled, unknownOrderResent
}
