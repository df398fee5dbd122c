import Lines

/// Where activations stand.
extension VirtualSMS {
    /// The most entries the list is known to give.
    private static let longestList = 200

    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let answer = try await ask(.order(providerID))
        let entry = answer.inner("order")
        guard entry["status"]?.text != nil || entry["messages"] != nil else {
            throw answer.unrecognised
        }
        // Some answers of this call name no id: then it is the one that was asked for.
        let named = entry.text("order_id", "id")
        guard named == nil || named == providerID,
            let order = answer.order(named == nil ? entry.naming(providerID) : entry)
        else { throw answer.unrecognised }
        return answer.answer(order.reading)
    }

    /// Every order that may still receive, in one call, and one more for each that has received: the
    /// list tells that there is something, not what.
    ///
    /// One whose call fails is shown as it is listed: what it received comes with the next.
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let list = try await orders()
        var readings: [ActivationReading] = []
        for order in list.value where isActive(order, at: list.providerTime) {
            var reading = order.reading
            let hasMore = order.status == .received || !reading.messages.isEmpty
            if hasMore {
                do throws(ProviderError) {
                    reading = try await check(reading.providerID).value.filled(from: reading)
                } catch {
                    // Whoever spends the budget has to know of it.
                    if case .rateLimited = error { throw error }
                    reading.messages = []
                }
            } else {
                // Half a message now and the whole one later would look like two.
                reading.messages = []
            }
            readings.append(reading)
        }
        return Answer(readings, providerTime: list.providerTime)
    }

    /// An order stays open after its first message, until its time is over.
    private func isActive(_ order: VirtualSMSOrder, at now: Instant?) -> Bool {
        guard order.status.isOpen else { return false }
        guard let now, let end = order.reading.status.expiresAt else {
            return order.status != .unknown
        }
        return now < end
    }

    /// The latest past and present orders, newest first, as they are listed.
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let list = try await orders()
        let readings = list.value.map(\.reading)
        let dated = readings.compactMap { order in order.orderedAt.map { (at: $0, order: order) } }
        guard dated.count == readings.count else { return list.map { _ in readings } }
        let sorted = dated.enumerated().sorted { left, right in
            (right.element.at, left.offset) < (left.element.at, right.offset)
        }
        return list.map { _ in sorted.map(\.element.order) }
    }

    /// The list of orders, of which one that cannot be told apart spoils the whole: it may be ours.
    func orders() async throws(ProviderError) -> Answer<[VirtualSMSOrder]> {
        let answer = try await ask(.orders, query: [("limit", String(Self.longestList))])
        var orders: [VirtualSMSOrder] = []
        for entry in try answer.objects("orders") {
            guard let order = answer.order(entry) else { throw answer.unrecognised }
            orders.append(order)
        }
        return answer.answer(orders)
    }
}

extension JSONValue {
    /// The same object under an id it does not say itself.
    fileprivate func naming(_ id: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member("order_id", .string(id))])
    }
}

extension ActivationReading {
    /// With what only the list tells where this says nothing of it.
    fileprivate func filled(from listed: ActivationReading) -> ActivationReading {
        var reading = self
        reading.number = number ?? listed.number
        reading.country = country ?? listed.country
        reading.service = service ?? listed.service
        reading.price = price ?? listed.price
        reading.orderedAt = orderedAt ?? listed.orderedAt
        reading.status.expiresAt = status.expiresAt ?? listed.status.expiresAt
        if status.phase == .unclear { reading.status.phase = listed.status.phase }
        return reading
    }
}
