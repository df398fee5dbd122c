package import Lines

/// The calls a provider supports: the one table used by planning, completion, help and refusals.
package struct Capabilities: Sendable, Equatable {
    package enum Operation: String, CaseIterable, Sendable {
        case order, again, rent, extend, refund, cancel, resend, swap, finish, wake, reset
        case autoExtend = "extend by itself"
        case catalogue = "list services and countries"
        case suggest = "compare countries"
        case share = "several services on one number"
        case call = "codes by call"
        case pools = "compare pools"
        case prices = "list prices of a country"
        case listActive = "list active orders"
        case listHistory = "list past orders"
        case listRentals = "list rentals"
        case balance
        case feed = "message feed"
        case webhook = "call a webhook"
        case subscribe = "set up its webhook"
    }

    package var operations: Set<Operation>
    /// Whether messages are fetched only by asking about an order. The list of active orders then
    /// shows only earlier messages, and polling it does not replace asking.
    package var deliversOnlyOnCheck: Bool
    /// The number of orders on one page of that list, if it has pages.
    package var activePage: Int?
    /// The number of additional requests for a look at an activation that has received something.
    package var textCost: Int
    /// Whether a rental's messages can be requested; otherwise they only come by webhook.
    package var tellsRentalTexts: Bool
    /// Whether any answer contains a rental's expiry. Otherwise only the balance and the paid
    /// periods show whether an extension with a lost answer was made.
    package var tellsExpiry: Bool
    /// Whether an order shows that another code was requested for it.
    package var showsResends: Bool
    /// Whether stock or success of an offer take a call of their own.
    package var completesOffers = false
    /// Whether a purchase that arrives twice under one name is known to be carried out once, so that
    /// it can be repeated when its answer is lost.
    package var keepsOrderNames = false
    /// Whether an order that is over shows if its money was returned.
    package var tellsReturns = true
    /// The shortest pause between two checks of one order by itself, unless somebody waits for it.
    package var shortestCheck: Duration
    /// The long-term rate limit in requests per second.
    package var requestsPerSecond: Double

    /// What documents recommend that recommend anything: one order every three to five seconds.
    package static let politeCheck = Duration.seconds(3)

    package init(
        _ operations: Set<Operation>, deliversOnlyOnCheck: Bool = false, activePage: Int? = nil,
        textCost: Int = 0, tellsRentalTexts: Bool = true, tellsExpiry: Bool = true,
        showsResends: Bool = true, completesOffers: Bool = false,
        shortestCheck: Duration = politeCheck, requestsPerSecond: Double = 10
    ) {
        self.completesOffers = completesOffers
        self.operations = operations
        self.deliversOnlyOnCheck = deliversOnlyOnCheck
        self.activePage = activePage
        self.textCost = textCost
        self.tellsRentalTexts = tellsRentalTexts
        self.tellsExpiry = tellsExpiry
        self.showsResends = showsResends
        self.shortestCheck = shortestCheck
        self.requestsPerSecond = requestsPerSecond
    }

    package func offers(_ operation: Operation) -> Bool {
        operations.contains(operation)
    }

    /// The capabilities of a provider's adapter; none if there is no adapter yet.
    package static func of(_ provider: ProviderName) -> Capabilities {
        switch provider {
        case .smspool:
            Capabilities(
                [
                    .order, .rent, .extend, .refund, .cancel, .resend, .wake, .reset, .autoExtend,
                    .catalogue, .suggest, .pools, .prices, .listActive, .listHistory, .listRentals,
                    .balance, .webhook,
                ], completesOffers: true)
        // 300 requests per minute, according to its document, for whatever they are used.
        case .smsActivateDev:
            Capabilities(
                [.order, .cancel, .balance], shortestCheck: .zero, requestsPerSecond: 5)
        // No finish: its `archive-all` only lists what has ended.
        case .sms1001:
            Capabilities(
                [
                    .order, .cancel, .catalogue, .suggest, .pools, .prices, .listActive,
                    .listHistory, .balance,
                ], deliversOnlyOnCheck: true, activePage: SMS1001.longestPage, textCost: 1,
                shortestCheck: .zero, requestsPerSecond: 5)
        // 60 requests per minute, according to its document.
        case .virtualsms:
            Capabilities(
                [
                    .order, .rent, .extend, .refund, .cancel, .resend, .swap, .catalogue, .suggest,
                    .listActive, .listHistory, .listRentals, .balance, .feed, .webhook, .subscribe,
                ], tellsRentalTexts: false, showsResends: false, requestsPerSecond: 1)
        // Its dialects differ; each account knows its own.
        case .handlerAPI: HandlerAPIDialect.original.capabilities
        // Nothing is bought, extended or asked for.
        case .inbound: Capabilities([.webhook])
        }
    }
}

extension Capabilities.Operation {
    /// The sentence for a provider without this call: `sms-activate.dev sells no rentals`.
    package var absence: String {
        switch self {
        case .order: "sells no activations"
        case .again: "does not sell a number again"
        case .rent: "sells no rentals"
        case .extend: "cannot extend rentals"
        case .refund: "does not refund rentals"
        case .cancel: "cannot cancel activations"
        case .resend: "cannot request another code"
        case .swap: "cannot swap numbers"
        case .finish: "needs no finishing"
        case .wake: "has no sleeping numbers"
        case .reset: "has no ports to reset"
        case .autoExtend: "cannot be told to extend a rental by itself"
        case .catalogue: "does not list its services and countries"
        case .suggest: "cannot compare countries; give one"
        case .share: "does not sell several services on one number"
        case .call: "does not deliver codes by call"
        case .pools: "has no pools to compare"
        case .prices: "does not list the prices of a country"
        case .listActive: "does not list active orders"
        case .listHistory: "does not list past orders"
        case .listRentals: "does not list rentals"
        case .balance: "does not report the balance"
        case .feed: "has no feed of messages"
        case .webhook: "does not call a webhook"
        case .subscribe: "has its webhook set up on its website"
        }
    }
}
