package import Lines

/// Cancels an order, requests another code, or swaps its number.
extension VirtualSMS {
    package func cancel(_ providerID: String) async throws(ProviderError) -> Answer<Cancellation> {
        let answer = try await ask(.cancel(providerID))
        try answer.requireSuccess(or: "status", "refunded", "refund_amount")
        let json = answer.json
        let amount = json.price("refund_amount", "refunded_amount")
        switch VirtualSMSStatus(json["status"]) {
        case .cancelled, .refunded: break
        // Older answers say only that it was refunded.
        case .unknown where json["status"] == nil: break
        default: throw answer.unrecognised
        }
        let isReturned = amount.map { $0.isMore(than: .zero) } ?? json.flag("refunded") ?? true
        return answer.answer(Cancellation(moneyReturned: isReturned, amount: amount))
    }

    /// Asks the sender's side to send the message again, to the same number.
    package func resend(_ providerID: String) async throws(ProviderError) -> Answer<Resend> {
        let answer = try await ask(.retry(providerID))
        try answer.requireSuccess()
        let id = answer.json.text("order_id")
        return answer.answer(Resend(newProviderID: id == providerID ? nil : id))
    }

    /// Another number at no further charge, under a new id or the same one.
    package func swap(_ providerID: String) async throws(ProviderError) -> Answer<Swap> {
        let answer = try await ask(.swap(providerID))
        let entry = answer.inner("order")
        let id = entry.text("new_order_id", "order_id", "id")
        let number = PhoneNumber.international(entry.text("new_phone_number", "phone_number"))
        guard id != nil || number != nil else { throw answer.unrecognised }
        var swap = Swap(newProviderID: id == providerID ? nil : id, number: number)
        swap.expiresAt = entry.instant("expires_at", zone: timeZone)
        swap.cancellableFrom = entry.instant("cancel_available_at", zone: timeZone)
        return answer.answer(swap)
    }
}
