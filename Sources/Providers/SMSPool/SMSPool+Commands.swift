import Lines

/// Calls that only SMSPool has.
extension SMSPool {
    /// The most entries requested at once; the protocol states no limit.
    private static let longestPage = 100

    package var commands: [ProviderCommand] {
        [
            ProviderCommand(
                "history",
                options: [CommandOption("search", .text), .limit(Self.longestPage), .page],
                "Past orders that are not archived, newest first; searches numbers, services and "
                    + "order ids."),
            ProviderCommand("rental", takes: ["rental"], "One rental, by the provider's id."),
            ProviderCommand(
                "archive",
                "Archive all orders that are over. They are no longer listed there; here they stay.",
                changes: .history),
        ]
    }

    package func tell(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        switch name {
        case "history":
            let length = words.whole("limit") ?? Self.longestPage
            let start = ((words.whole("page") ?? 1) - 1) * length
            return try await history(start: start, length: length, search: words.text("search"))
                .map(CommandTable.init(orders:))
        case "rental": return try await info(of: words[0]).map(card)
        case "archive":
            return try await archive().map { CommandTable(["orders": "archived", "answer": $0]) }
        default: throw .badRequest(["it has no \(name)"])
        }
    }

    /// Hides ended orders from the provider's list.
    ///
    /// - Returns: the provider's sentence.
    private func archive() async throws(ProviderError) -> Answer<String?> {
        let answer = try await ask(.archive)
        try answer.requireSuccess()
        return answer.answer(answer.json.text("message").map(answer.reader.sentence))
    }

    private func card(_ rental: JSONValue) -> CommandTable {
        let isRefunded = rental.flag("refund")
        return CommandTable([
            "id": rental.text("rental_code"), "number": rental.text("phonenumber"),
            "product": rental.text("rental"), "country": rental.text("country_name"),
            "service": rental.text("service_name"), "price": rental.price("price")?.description,
            "expires": rental.instant("expiration_date", "expiry", zone: timeZone)?.rfc3339,
            "extends by itself": rental.flag("auto_extend").map { $0 ? "yes" : "no" },
            "refunded": isRefunded.map { $0 ? "yes" : "no" },
        ])
    }
}
