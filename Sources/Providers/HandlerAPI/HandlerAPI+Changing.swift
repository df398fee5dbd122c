import Lines

/// Changes the state of an activation: one call for everything, distinguished by a number.
extension HandlerAPI {
    /// - Throws: `notCancellable` if the answer is the one to "ready": it has its code, or is over.
    package func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        let answer = try await set(8, on: providerID, for: .cancel)
        switch answer.word {
        case "ACCESS_CANCEL": return answer.answer(Cancellation(moneyReturned: true))
        case "ACCESS_READY":
            throw .notCancellable("Not cancelled: it has its code or has ended.")
        case "STATUS_CANCEL", "STATUS_OK":
            throw .notCancellable("Not cancelled: it has ended or has its code.")
        default: throw answer.unrecognised
        }
    }

    /// Requests another code. The previous one is no longer shown once the next has come.
    package func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend> {
        let answer = try await set(3, on: providerID, for: .resend)
        guard answer.word == "ACCESS_RETRY_GET" else { throw answer.unrecognised }
        return answer.answer(Resend())
    }

    package func finish(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        let answer = try await set(6, on: providerID, for: .finish)
        guard answer.word == "ACCESS_ACTIVATION" else { throw answer.unrecognised }
        return answer.answer(())
    }

    /// Reports that the SMS was sent; the number can still be cancelled afterwards.
    package func announce(_ providerID: String) async throws(ProviderError) -> Answer<Void> {
        let answer = try await set(1, on: providerID, for: .finish)
        guard answer.word == "ACCESS_READY" else { throw answer.unrecognised }
        return answer.answer(())
    }

    private func set(
        _ status: Int, on providerID: String, for operation: Capabilities.Operation
    ) async throws(ProviderError) -> HandlerAPIAnswer {
        try await ask(
            .setStatus, for: operation, [("id", providerID), ("status", String(status))])
    }
}
