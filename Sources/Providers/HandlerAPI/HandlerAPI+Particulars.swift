import Lines

/// Calls that only handler_api has. Countries are the protocol's numbers here.
extension HandlerAPI {
    package var particulars: [Particular] {
        let ready = Particular(
            "ready", takes: ["order"], "Say that the SMS was sent; some wait for that.",
            isChange: true)
        guard dialect == .original || dialect == .clone else { return [ready] }
        return [
            ready,
            Particular(
                "operators", takes: ["country"],
                "Who a number can come from: what --pool of order takes."),
            Particular("stock", takes: ["country"], "How many numbers there are, by service."),
            Particular(
                "end-rental", takes: ["rental"], "Give a rental up; nothing is paid back.",
                isChange: true),
        ]
    }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<Findings> {
        let word = words.first ?? ""
        switch name {
        case "ready":
            return try await announce(word).map { Findings(["order": word, "told": "ready"]) }
        case "end-rental" where capabilities.offers(.rent):
            return try await finishRental(word).map { Findings(["rental": word, "told": "ended"]) }
        case "operators":
            return try await operators(in: word).map { Findings(["operator"], $0.map { [$0] }) }
        case "stock":
            return try await stock(in: word).map { stock in
                Findings(
                    ["service", "numbers"],
                    stock.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] })
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }
}
