package import Lines

/// Cancels orders. None of these calls is ever repeated here.
extension SMS1001 {
    package func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        let answer = try await ask(.cancel, [("orderId", providerID)])
        let amount = answer.data.price("refundAmount")
        switch SMS1001Status(answer.data["status"]) {
        case .refunded:
            return answer.answer(
                Cancellation(moneyReturned: amount != .zero, amount: amount))
        case .completed, .expired, .blocked:
            // Over, with or without a reported refund.
            return answer.answer(
                Cancellation(moneyReturned: (amount ?? .zero) != .zero, amount: amount))
        case .rented, .unknown:
            throw failure(of: answer)
        }
    }

    /// A failed cancel inside a successful answer, as `cancel-all` reports for single orders.
    private func failure(of answer: SMS1001Answer) -> ProviderError {
        let isFailed = answer.data.text("status")?.trimmed.lowercased() == "failed"
        guard isFailed else { return answer.unrecognised }
        let inner = SMS1001Answer(
            call: answer.call, reply: answer.reply,
            json: .object([
                JSONValue.Member("success", .bool(false)),
                JSONValue.Member("error", answer.data["error"] ?? .null),
            ]),
            reader: answer.reader, zone: answer.zone)
        guard let refusal = SMS1001Refusal(inner) else { return answer.unrecognised }
        return refusal.meaning.quoting(refusal.sentence)
    }

    /// Cancels every open order; some may fail while others are refunded.
    package func cancelAll() async throws(ProviderError) -> Answer<[SMS1001Cancelled]> {
        let answer = try await ask(.cancelAll)
        return answer.answer(
            try answer.objects("results").compactMap { entry in
                guard let id = entry.orderID else { return nil }
                let isRefunded = SMS1001Status(entry["status"]) == .refunded
                return SMS1001Cancelled(
                    providerID: id, amount: isRefunded ? entry.price("refundAmount") : nil,
                    problem: isRefunded
                        ? nil : answer.reader.sentence(entry.text("error") ?? "It failed."))
            })
    }
}

/// The result for one order when all were cancelled.
package struct SMS1001Cancelled: Equatable, Sendable {
    package var providerID: String
    /// The amount returned; nil if it was not cancelled or the amount is not reported.
    package var amount: Money?
    /// Why it was not cancelled; nil if it was.
    package var problem: String?

    package init(providerID: String, amount: Money?, problem: String?) {
        self.providerID = providerID
        self.amount = amount
        self.problem = problem
    }
}
