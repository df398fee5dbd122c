/// The tables that questions about money and plans are answered with.
extension APIRecord {
    static let answers = [spend, amount, offer, duty]

    private static let currency = Field("currency", "string", "The currency of the amounts.")

    private static let spend = APIRecord(
        name: "Spend", summary: "What was paid in one currency.",
        fields: [
            Field("amount", "number", "What was paid minus what was refunded."),
            Field("charged", "number", "What was paid."),
            Field("refunded", "number", "What was refunded."), currency,
        ])

    private static let amount = APIRecord(
        name: "Amount", summary: "An amount of money, as it was at a time.",
        fields: [
            Field("amount", "number", "In units of the currency: 0.24."), currency,
            Field("as_of", "number", "When it was reported, in Unix seconds."),
        ])

    private static let offer = APIRecord(
        name: "Offer", summary: "A rental for sale for a number of days.",
        fields: [
            Field("id", "string", "As `rent` takes it."),
            Field("name", "string", "Its name at the provider."),
            Field("account", "string", "The account that can buy it."),
            Field("country", "string?", "Where its numbers are from."),
            Field("days", "integer", "For how long."),
            Field("price", "number", "Its price."), currency,
            Field("extendable", "boolean", "Whether it can be extended."),
            Field("as_of", "number", "When it was listed, in Unix seconds."),
        ])

    private static let duty = APIRecord(
        name: "Duty", summary: "Something that the manager is going to do.",
        fields: [
            Field("line", "integer", "The id of the line."),
            Field("kind", "string", "What: `look`, `extend`, `refund`, `cancel`, ..."),
            Field("at", "number", "When, in Unix seconds."),
            Field("deadline", "number?", "When it is too late, in Unix seconds."),
            Field("text", "string", "The reason, as `plan` shows it."),
        ])
}
