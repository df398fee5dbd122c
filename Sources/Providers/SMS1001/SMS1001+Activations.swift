import Lines

/// The state of activations.
///
/// Only `check` makes 1001SMS fetch new messages and store them; every other call shows stored
/// ones. Without checks, an order would never show a message.
extension SMS1001 {
    /// Two requests: `check`, which fetches, and the order itself, which has everything fetched so
    /// far with price and end. If the second fails, the first is still an answer.
    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        try await look(at: providerID, isBrief: false)
    }

    /// Only one request as long as nothing has come: a check may show only new messages.
    package func glance(
        at providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        try await look(at: providerID, isBrief: true)
    }

    private func look(
        at providerID: String, isBrief: Bool
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let checked: Answer<ActivationReading>
        do {
            checked = try await fetch(providerID)
        } catch .badRequest(let problems) {
            return try await ended(providerID, or: .badRequest(problems))
        }
        var reading = checked.value
        if isBrief, reading.messages.isEmpty, reading.status.phase == .waiting { return checked }
        var inbox = SMS1001Inbox()
        if let order = try? await details(of: providerID).value.reading {
            inbox.add(order.messages)
            let isKnown = reading.status.phase != .unclear
            let phase = isKnown ? reading.status.phase : order.status.phase
            reading = order
            reading.status.phase = phase
        }
        inbox.add(checked.value.messages)
        reading.messages = inbox.oldestFirst
        if reading.status.phase == .waiting, !inbox.messages.isEmpty {
            reading.status.phase = .received
        }
        return Answer(reading, providerTime: checked.providerTime)
    }

    /// An order that can no longer be checked still shows how it ended. If it is not over, nothing
    /// was fetched, and the refusal is the answer.
    private func ended(
        _ providerID: String, or refusal: ProviderError
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        guard let order = try? await details(of: providerID) else { throw refusal }
        switch SMS1001Status(order.value.statusWord.map(JSONValue.string)) {
        case .completed, .expired, .refunded, .blocked:
            return Answer(order.value.reading, providerTime: order.providerTime)
        case .rented, .unknown: throw refusal
        }
    }

    /// One order with all stored messages; this fetches none.
    package func details(
        of providerID: String
    ) async throws(ProviderError) -> Answer<SMS1001Order> {
        guard SMS1001Call.canName(providerID) else { throw .notFound }
        let answer = try await ask(.one(providerID))
        guard let order = try answer.order(answer.data), order.reading.providerID == providerID
        else { throw answer.unrecognised }
        return answer.answer(order)
    }

    /// Every active order as listed: with the latest stored message, without fetching new ones.
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        try await activeOrders().map { orders in
            orders.map { order in
                var reading = order.reading
                reading.isPartial = true
                return reading
            }
        }
    }

    /// The latest hundred as stored: the list has the number of messages of each, not their texts.
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let page = try await history(limit: 100)
        let readings = page.value.entries.map(\.reading)
        let dated = readings.compactMap { order in order.orderedAt.map { (at: $0, order: order) } }
        guard dated.count == readings.count else {
            return Answer(readings, providerTime: page.providerTime)
        }
        return Answer(
            dated.sorted { $0.at > $1.at }.map(\.order), providerTime: page.providerTime)
    }

    /// Makes the provider fetch new messages, and returns those in its answer.
    private func fetch(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let answer = try await ask(.check, [("orderId", providerID)])
        let data = answer.data
        let messages = try answer.messages(of: data)
        guard data["status"]?.text != nil || messages != nil else { throw answer.unrecognised }
        let phase = SMS1001Status(data["status"]).phase(hasMessage: messages?.isEmpty == false)
        return answer.answer(
            ActivationReading(
                providerID: providerID,
                status: ActivationStatus(
                    phase, expiresAt: data.instant("expiresAt", zone: timeZone)),
                messages: messages ?? []))
    }
}
