import Lines

/// The settings of a rental.
extension SMSPool {
    package func reset(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        let answer = try await ask(.reset, [("rental_code", providerID)])
        try answer.requireSuccess()
        return answer.answer(())
    }

    /// The call takes no value and only toggles, so the present setting is read first, and the
    /// answer is compared with what was wanted.
    package func setAutoExtend(
        _ providerID: String, to isOn: Bool
    ) async throws(ProviderError) -> Answer<Bool> {
        let before = try await info(of: providerID)
        guard let isOnNow = before.value.flag("auto_extend") else {
            throw .badRequest(["the answer does not say how it is set; nothing was changed"])
        }
        guard isOnNow != isOn else { return before.map { _ in isOn } }
        let answer = try await ask(.autoExtend, [("rental_code", providerID)])
        guard let after = answer.json.flag("auto_extend") else { throw answer.unrecognised }
        return answer.answer(after)
    }

    /// All the provider says about a rental; does not wake it.
    func info(of providerID: String) async throws(ProviderError) -> Answer<JSONValue> {
        let answer = try await ask(.rentalInfo, [("rental_code", providerID)])
        guard answer.json.text("rental_code") == providerID else { throw answer.unrecognised }
        return answer.answer(answer.json)
    }
}
