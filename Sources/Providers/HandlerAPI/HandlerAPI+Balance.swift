package import Lines

/// The account's money.
extension HandlerAPI {
    package func balance() async throws(ProviderError) -> Answer<Money> {
        try await balance(.balance)
    }

    /// The balance, or with the cashback that purchases may use.
    func balance(_ action: HandlerAPIAction) async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(action)
        let figure =
            answer.word == "ACCESS_BALANCE"
            ? JSONValue.string(answer.argument)
            : answer.word == nil ? answer.json["balance"] : nil
        guard let balance = answer.money(figure) else { throw answer.unrecognised }
        return answer.answer(balance)
    }
}
