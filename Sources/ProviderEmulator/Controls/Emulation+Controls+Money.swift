import Lines

/// The controls that read the books and set a balance.
extension Emulation {
    mutating func ledgerJSON(uptime: Duration) -> JSON {
        // Reading the lines triggers due events, so that no entry is missing.
        _ = lines(uptime: uptime)
        let entries = providers.flatMap { provider in
            provider.ledger.entries.map { (entry: $0, provider: provider.name) }
        }
        return .array(
            entries.sorted { $0.entry.at < $1.entry.at }
                .map { $0.entry.json(provider: $0.provider) })
    }

    /// Makes a provider charge more than it quotes, for all payments from now on.
    mutating func setMarkup(_ body: ControlBody) throws(ControlRefusal) -> JSON {
        let name = try body.requiredText("provider")
        let text = try body.requiredText("markup_percent")
        guard let index = providers.firstIndex(where: { $0.name == name }) else {
            let names = providers.map(\.name).joined(separator: ", ")
            throw .badRequest("There is no provider \(name). There are: \(names).")
        }
        guard let percent = Int(text), (0...1000).contains(percent) else {
            throw .badRequest("markup_percent must be from 0 to 1000, not \(text).")
        }
        providers[index].setMarkup(percent)
        return ["provider": .string(name), "markup_percent": .int(percent)]
    }

    mutating func setAccount(
        _ body: ControlBody, uptime: Duration
    ) throws(ControlRefusal) -> JSON {
        let name = try body.requiredText("provider")
        let text = try body.requiredText("balance")
        guard let index = providers.firstIndex(where: { $0.name == name }) else {
            let names = providers.map(\.name).joined(separator: ", ")
            throw .badRequest("There is no provider \(name). There are: \(names).")
        }
        guard let balance = Money(decimal: text), balance.tenThousandths >= 0 else {
            throw .badRequest("The balance must be an amount such as 12.50, not \(text).")
        }
        providers[index].setBalance(balance, at: clock.now(uptime: uptime))
        return ["provider": .string(name), "balance": .string(balance.decimal)]
    }
}
