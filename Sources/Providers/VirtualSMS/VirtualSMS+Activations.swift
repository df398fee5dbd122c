import Lines

/// The state of activations.
extension VirtualSMS {
    /// The largest number of entries the list is known to return.
    private static let longestList = 200

    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let answer = try await ask(.order(providerID))
        let entry = answer.inner("order")
        guard entry["status"]?.text != nil || entry["messages"] != nil else {
            throw answer.unrecognised
        }
        // Some answers of this call have no id: then it is the one requested.
        let named = entry.text("order_id", "id")
        guard named == nil || named == providerID,
            let order = answer.order(named == nil ? entry.naming(providerID) : entry)
        else { throw answer.unrecognised }
        return answer.answer(order.reading)
    }

    /// Every order that may still receive, as listed: this shows that there are messages, but not
    /// all of them.
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let list = try await orders()
        return list.map { orders in
            orders.filter { isActive($0, at: list.there) }.map { order in
                var reading = order.reading
                reading.isPartial = true
                return reading
            }
        }
    }

    /// An order stays open after its first message until its time is over.
    private func isActive(_ order: VirtualSMSOrder, at now: Instant?) -> Bool {
        guard order.status.isOpen else { return false }
        guard let now, let end = order.reading.status.expiresAt else {
            return order.status != .unknown
        }
        return now < end
    }

    /// The latest past and present orders, newest first, as listed.
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

    /// The list of orders. One without an id invalidates it, because it may be ours.
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
    /// The same object with an id added.
    fileprivate func naming(_ id: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [Member("order_id", .string(id))])
    }
}
