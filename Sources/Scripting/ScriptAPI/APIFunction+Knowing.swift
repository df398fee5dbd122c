/// The questions answered from what the manager already knows: no provider is asked during a run.
extension APIFunction {
    private static let account = APIParameter(
        name: "account", type: .text, isOptional: true,
        summary: "An account of config.lua; may be left out if there is only one.")

    static let knowledge: [APIFunction] = [
        APIFunction(
            name: "spend", kind: .read,
            parameters: [
                APIParameter(
                    name: "filter", type: .fields(spendFilters), isOptional: true,
                    summary: "What to add up; without it, the last 30 days of all accounts.")
            ],
            returns: APIReturn(
                type: "Spend[]?",
                summary:
                    "A sum for each currency, the largest first; empty if nothing was paid. Or nil "
                    + "and the reason.", hasReason: true),
            summary: "What was paid minus what was refunded, by the ledger.",
            example: #"local today = keeper.spend { since = "1d" }[1]"#),
        APIFunction(
            name: "balance", kind: .read, parameters: [account],
            returns: APIReturn(
                type: "Amount?", summary: "The amount and its time; or nil and the reason.",
                hasReason: true),
            summary: "The balance of an account, as the provider last reported it.",
            example: #"local balance, why = keeper.balance("pool")"#),
        APIFunction(
            name: "offers", kind: .read,
            parameters: [
                APIParameter(
                    name: "filter", type: .fields(offerFilters), isOptional: true,
                    summary: "Filters for the offers.")
            ],
            returns: APIReturn(
                type: "Offer[]?",
                summary:
                    "Rentals for sale, the cheapest first; or nil and the reason, if none are known.",
                hasReason: true),
            summary:
                "The rentals that providers last listed. The prices of activations are not kept: "
                + "they change by the minute.",
            example: #"local offers, why = keeper.offers { country = "US", days = 30 }"#),
        APIFunction(
            name: "extension_price", kind: .read,
            parameters: [
                APIParameter(
                    name: "line", type: .line,
                    summary: "A line table, its id, label or number."),
                APIParameter(
                    name: "days", type: .integer(1...3650), summary: "The number of days to add."),
            ],
            returns: APIReturn(
                type: "Amount?", summary: "The price and its time; or nil and the reason.",
                hasReason: true),
            summary: "The price of extending a rental, as it was last listed.",
            example: "local price, why = keeper.extension_price(event.line, 30)"),
        APIFunction(
            name: "plan", kind: .read,
            parameters: [
                APIParameter(
                    name: "line", type: .line, isOptional: true,
                    summary: "A line table, its id, label or number; without it, all lines.")
            ],
            returns: APIReturn(
                type: "Duty[]?", summary: "What comes next first; or nil and the reason.",
                hasReason: true),
            summary: "What the manager is going to do, as `plan` shows it; at most 100 entries.",
            example: "local next = keeper.plan(event.line)[1]"),
    ]

    private static let spendFilters: [APIParameter] = [
        APIParameter(
            name: "since", type: .moment, isOptional: true,
            summary: "Not older: `\"1d\"`, or Unix seconds. Without it, 30 days, up to `before`."),
        APIParameter(
            name: "before", type: .moment, isOptional: true,
            summary: "Older: `\"1h\"`, or Unix seconds. Without it, up to now."),
        APIParameter(
            name: "account", type: .text, isOptional: true, summary: "Only of this account."),
    ]

    private static let offerFilters: [APIParameter] = [
        APIParameter(
            name: "account", type: .text, isOptional: true, summary: "Of this account."),
        APIParameter(
            name: "country", type: .text, isOptional: true,
            summary: "With numbers from this country: a name or a code."),
        APIParameter(
            name: "days", type: .integer(1...3650), isOptional: true,
            summary: "Sold for this number of days."),
        APIParameter(
            name: "limit", type: .integer(1...500), isOptional: true,
            summary: "Maximum number; 100 without it."),
    ]
}
