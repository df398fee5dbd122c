import Lines

/// What only speakers of handler_api can be asked. Countries are the protocol's numbers here.
extension HandlerAPI {
    package var particulars: [Particular] {
        guard dialect == .original || dialect == .clone else { return [] }
        return [
            Particular(
                "operators", takes: ["country"],
                "Who a number can come from: what --pool of order takes."),
            Particular("stock", takes: ["country"], "How many numbers there are, by service."),
        ]
    }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<Findings> {
        let country = words.first ?? ""
        switch name {
        case "operators":
            return try await operators(in: country).map { Findings(["operator"], $0.map { [$0] }) }
        case "stock":
            return try await stock(in: country).map { stock in
                Findings(
                    ["service", "numbers"],
                    stock.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] })
            }
        default: throw .badRequest(["it has no \(name)"])
        }
    }
}
