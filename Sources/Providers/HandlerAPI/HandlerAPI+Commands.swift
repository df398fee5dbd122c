import Lines

/// Calls that only handler_api has. Countries are the protocol's numbers here.
extension HandlerAPI {
    package var commands: [ProviderCommand] {
        let ready = ProviderCommand(
            "ready", takes: ["order"],
            "Report that the SMS was sent, which some providers require.",
            isChange: true)
        guard dialect == .original || dialect == .clone else { return [ready] }
        return [
            ready,
            ProviderCommand(
                "operators", takes: ["country"],
                "Suppliers of numbers, for --pool of order."),
            ProviderCommand("stock", takes: ["country"], "Numbers in stock, by service."),
            ProviderCommand(
                "end-rental", takes: ["rental"], "End a rental without a refund.",
                isChange: true),
        ]
    }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<CommandTable> {
        let word = words.first ?? ""
        switch name {
        case "ready":
            return try await announce(word).map { CommandTable(["order": word, "told": "ready"]) }
        case "end-rental" where capabilities.offers(.rent):
            return try await finishRental(word).map {
                CommandTable(["rental": word, "told": "ended"])
            }
        case "operators":
            return try await operators(in: word).map { CommandTable(["operator"], $0.map { [$0] }) }
        case "stock":
            return try await stock(in: word).map { stock in
                CommandTable(
                    ["service", "numbers"],
                    stock.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] })
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }
}
