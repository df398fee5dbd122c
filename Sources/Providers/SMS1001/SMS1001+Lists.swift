package import Lines

/// The lists of orders, read page by page.
extension SMS1001 {
    /// The states by which the history can be filtered, according to the document.
    package enum PastStatus: String, CaseIterable, Sendable {
        case rented = "RENTED"
        case completed = "COMPLETED"
        case pending = "PENDING"
        case expired = "EXPIRED"
        case blocked = "BLOCKED"
        case refunded = "REFUNDED"
    }

    /// The maximum number of pages of active orders: a server whose list never ends must not keep
    /// us forever.
    private static let mostPages = 20

    /// Every active order as listed, with its latest message at most.
    ///
    /// Read until the total is reached. The server may send fewer entries than requested, so a
    /// short page need not be the last; a page without anything new is.
    ///
    /// - Throws: `unrecognised` if the pages end before the total: an order missing from the list
    ///   is presumed not to have been bought.
    func activeOrders() async throws(ProviderError) -> Answer<[SMS1001Order]> {
        var orders: [SMS1001Order] = []
        var seen: Set<String> = []
        var number = 1
        while true {
            let answer = try await ask(.active, Self.pageFields(number, Self.longestPage))
            let page = answer.page(try answer.orders(), asked: number)
            let fresh = page.entries.filter { seen.insert($0.reading.providerID).inserted }
            orders += fresh
            // Without a total, only the length of the page shows whether it is the last.
            let isComplete =
                page.total.map { orders.count >= $0 } ?? (page.entries.count < Self.longestPage)
            if isComplete { return answer.answer(orders) }
            guard !fresh.isEmpty, number < Self.mostPages else { throw answer.unrecognised }
            number += 1
        }
    }

    /// Past and present orders, newest first.
    ///
    /// - Parameters:
    ///   - from: the earliest time of purchase.
    ///   - to: the latest time of purchase.
    package func history(
        page: Int = 1, limit: Int = 20, status: PastStatus? = nil, from: Instant? = nil,
        to: Instant? = nil
    ) async throws(ProviderError) -> Answer<SMS1001Page<SMS1001Order>> {
        var fields = Self.pageFields(page, limit)
        if let status { fields.append(("status", status.rawValue)) }
        if let from { fields.append(("from", from.rfc3339)) }
        if let to { fields.append(("to", to.rfc3339)) }
        let answer = try await ask(.history, fields)
        return answer.answer(answer.page(try answer.orders(), asked: page))
    }

    /// Every order that ended without success. Despite its name the call archives nothing.
    package func archiveAll() async throws(ProviderError) -> Answer<[SMS1001Order]> {
        let answer = try await ask(.archiveAll)
        return answer.answer(try answer.orders())
    }
}
