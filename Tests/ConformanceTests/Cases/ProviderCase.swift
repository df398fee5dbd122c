import Lines
import ProviderEmulator
import Providers
import Testing
import Transport

/// One provider in one generation of its answers: the input of the suite.
///
/// All differences between providers and generations are in a table such as `ProviderCase+SMSPool`;
/// the stories know no provider by name. A provider joins the suite with its table and its line in
/// `all`.
struct ProviderCase: Sendable, CustomTestStringConvertible {
    static let all =
        [
            smspool(.document), smspool(.current), smsActivateDev,
            sms1001(.document), sms1001(.current),
            virtualsms(.document), virtualsms(.current),
        ] + handlerAPI

    /// The provider's name, in the program and in the emulator.
    var provider: String
    var generation: EmulatorGeneration
    /// The emulator's endpoint of each call; calls that are not offered are left out.
    var endpoints: [ProviderCall: String]
    /// Calls that are answered without a key.
    var publicCalls: Set<ProviderCall>
    /// Whether the protocol has no place for the key but the URL.
    var keyGoesIntoURLs = false
    /// The account's capabilities, if they differ from the provider's table.
    var table: Capabilities?
    var products: TestProducts
    var traits: Set<ProviderTrait>
    var refusals: [RefusalCase: Refusal]
    /// How long an order cannot be cancelled; nil if it can be at once.
    var cancelHold: Duration?
    /// How soon after its purchase an unused `sleeping` rental must be refunded.
    var refundWindow: Duration
    /// How many more codes can be requested for one number.
    var resends: Int
    /// Creates an account at a URL. The patience is the deadline of every call, if it is not the
    /// adapter's.
    var account:
        @Sendable (
            _ transport: any Transport, _ url: String, _ key: Secret, _ patience: Duration?
        ) -> any Provider

    var testDescription: String { "\(provider) \(generation)" }

    func has(_ trait: ProviderTrait) -> Bool { traits.contains(trait) }

    static func offering(_ calls: ProviderCall...) -> [ProviderCase] {
        all.filter { providerCase in calls.allSatisfy { providerCase.endpoints[$0] != nil } }
    }

    static func having(_ trait: ProviderTrait) -> [ProviderCase] { all.filter { $0.has(trait) } }
}

/// A difference between providers in their answers or behaviour.
enum ProviderTrait: Sendable {
    /// The answer to an order contains its price.
    case tellsOrderPrice
    /// The answer to an extension contains the new end.
    case tellsExtensionEnd
    /// The answer to a cancel contains the refunded sum.
    case tellsReturnedSum
    /// The lists of orders contain prices.
    case tellsPricesInLists
    /// A resend continues under a new id.
    case resendsUnderNewID
    /// Rental products have refund rules of their own.
    case hasRefundTerms
    /// A look at an order shows its end.
    case tellsEndInChecks
    /// A look at an order shows the whole text, not only the code.
    case tellsTexts
    /// A refunded order is reported as refunded.
    case saysRefunded
    /// The list of past orders contains their messages.
    case tellsMessagesInHistory
    /// A refusal for lack of money contains the figures.
    case tellsMissingMoney
    /// For a rental, these figures are the price and the balance, not the missing sum.
    case tellsRentalPrice
    /// The list of rentals names their products.
    case tellsProductsInLists
    /// Rentals listen only after a status call.
    case rentalsSleep
    /// Some rentals cannot be extended.
    case hasFixedRentals
    /// Some rentals are never refunded.
    case hasUnrefundableRentals
    /// A resend starts over: it requires a message, hides earlier ones, and is limited.
    case resendStartsOver
    /// Whole texts are in a header, on one line.
    case tellsTextsInHeaders
    /// Every ended order is reported as cancelled, without its refund.
    case callsEveryEndCancelled
    /// The messages of an ended order are not shown.
    case forgetsEndedOrders
    /// The list of past orders has no prices for open orders.
    case hidesPricesOfOpenOrders
    /// A service not sold in a country is refused as if it were sold out.
    case callsUnsoldSoldOut
    /// Rentals run for any number of days and can always be extended, even after their end.
    case rentsByTheHour
    /// Neither product nor end of a rental is shown, and nothing after its end.
    case tellsLittleOfRentals
}

/// Refusals that differ so much between providers that the suite cannot expect the same one from
/// all of them.
enum RefusalCase: Sendable {
    case orderSoldOut, rentalSoldOut, unknownOffer
    case cancelledTwice, cancelledAfterCode, cancelledAfterExpiry
    case unknownOrderCancelled, unknownOrderResent
}
