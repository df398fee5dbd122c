package import Lines

/// What a provider offers: the one table that planning, completion, help and refusals use.
package struct Capabilities: Sendable, Equatable {
    package enum Operation: String, CaseIterable, Sendable {
        case order, again, rent, extend, refund, cancel, resend, swap, finish, wake
        case catalogue = "list services and countries"
        case suggest = "compare countries"
        case listActive = "list active orders"
        case listHistory = "list past orders"
        case listRentals = "list rentals"
        case balance
        case feed = "tell of messages on a feed"
        case webhook = "call a webhook"
        case subscribe = "set up its webhook"
    }

    package var operations: Set<Operation>
    /// Whether only asking about an order fetches what came to it: then the list of active orders shows
    /// what was fetched before, and no poll of it replaces the asking.
    package var fetchesByAsking: Bool
    /// How many orders one request of that list shows, where it has pages.
    package var activePage: Int?
    /// How many requests a look at one activation takes besides the first once it has received something.
    package var textCost: Int
    /// Whether what a rental receives can be asked for; else it is only told to a webhook.
    package var tellsRentalTexts: Bool
    /// Whether some answer tells until when a rental runs; else an extension whose answer was lost is only
    /// told by the money and by what was paid for.
    package var tellsExpiry: Bool
    /// Whether an order shows that another code was asked for on it.
    package var showsResends: Bool
    /// Whether it tells of an order that is over whether its money came back.
    package var tellsReturns = true
    /// How many requests a second the provider allows in the long run.
    package var requestsPerSecond: Double

    package init(
        _ operations: Set<Operation>, fetchesByAsking: Bool = false, activePage: Int? = nil,
        textCost: Int = 0, tellsRentalTexts: Bool = true, tellsExpiry: Bool = true,
        showsResends: Bool = true, requestsPerSecond: Double = 10
    ) {
        self.operations = operations
        self.fetchesByAsking = fetchesByAsking
        self.activePage = activePage
        self.textCost = textCost
        self.tellsRentalTexts = tellsRentalTexts
        self.tellsExpiry = tellsExpiry
        self.showsResends = showsResends
        self.requestsPerSecond = requestsPerSecond
    }

    package func offers(_ operation: Operation) -> Bool {
        operations.contains(operation)
    }

    /// What the adapter of a provider can do; nothing where there is none yet.
    package static func of(_ provider: ProviderName) -> Capabilities {
        switch provider {
        case .smspool:
            Capabilities(
                [
                    .order, .rent, .extend, .refund, .cancel, .resend, .wake, .catalogue, .suggest,
                    .listActive, .listHistory, .listRentals, .balance, .webhook,
                ])
        // 300 requests a minute, by its document.
        case .smsActivateDev: Capabilities([.order, .cancel, .balance], requestsPerSecond: 5)
        // No finish: its `archive-all` only lists what has ended.
        case .sms1001:
            Capabilities(
                [
                    .order, .cancel, .catalogue, .suggest, .listActive, .listHistory, .balance,
                ], fetchesByAsking: true, activePage: SMS1001.longestPage, textCost: 1,
                requestsPerSecond: 5)
        // 60 requests a minute, by its document.
        case .virtualsms:
            Capabilities(
                [
                    .order, .rent, .extend, .refund, .cancel, .resend, .swap, .catalogue, .suggest,
                    .listActive, .listHistory, .listRentals, .balance, .feed, .webhook, .subscribe,
                ], tellsRentalTexts: false, showsResends: false, requestsPerSecond: 1)
        // Its dialects differ; each account tells its own.
        case .handlerAPI: HandlerAPIDialect.original.capabilities
        }
    }
}

extension Capabilities.Operation {
    /// How it is said of a provider that does not offer it: `sms-activate.dev sells no rentals`.
    package var absence: String {
        switch self {
        case .order: "sells no activations"
        case .again: "does not sell a number again"
        case .rent: "sells no rentals"
        case .extend: "extends nothing"
        case .refund: "takes no rental back"
        case .cancel: "cancels nothing"
        case .resend: "does not ask for another code"
        case .swap: "swaps no numbers"
        case .finish: "needs no finishing"
        case .wake: "has no numbers that sleep"
        case .catalogue: "does not list its services and countries"
        case .suggest: "compares no countries; name one"
        case .listActive: "does not list active orders"
        case .listHistory: "does not list past orders"
        case .listRentals: "does not list rentals"
        case .balance: "does not tell the balance"
        case .feed: "has no feed of messages"
        case .webhook: "calls no webhook"
        case .subscribe: "has its webhook set up on its website"
        }
    }
}
