package import Lines

/// Rented numbers, which are always on: their status and messages.
extension HandlerAPI {
    /// A rental is not available if its number was blocked or returned, or if it is over. No answer
    /// contains its end.
    package func status(of providerID: String) async throws(ProviderError) -> Answer<RentalStatus> {
        let answer = try await page(1, of: providerID)
        let isOver = Self.over.contains(answer.word ?? "")
        return answer.answer(RentalStatus(isAvailable: !isOver))
    }

    /// Nothing is shown for a rental that is over.
    ///
    /// Pages are read only up to the messages read before.
    package func messages(
        of providerID: String
    ) async throws(ProviderError) -> Answer<[ReceivedMessage]> {
        let first = try await page(1, of: providerID)
        guard first.word == nil else { return first.answer([]) }
        var messages = try entries(of: first)
        var last = messages[...]
        let total = first.json.integer("quantity") ?? 0
        var known = pages.take(providerID)
        var latest = total
        var number = 1
        var isWhole = true
        while messages.count < total, number < Self.mostPages {
            if let whole = known.map({ $0.completing(messages, of: total) }) {
                if let whole, !whole.isEmpty {
                    (messages, isWhole) = (whole, false)
                    break
                }
                if whole == nil { known = nil }
            }
            let next = try await page(number + 1, of: providerID)
            guard next.word == nil else { break }
            number += 1
            // New messages have moved as many from the last page onto this one.
            let now = next.json.integer("quantity") ?? latest
            let pushed = Int(
                clamping: max(0, now.subtractingReportingOverflow(latest).partialValue))
            let fresh = try entries(of: next).dropFirst(pushed)
            // A server without paging sends the same again.
            guard !fresh.isEmpty, !fresh.elementsEqual(last) else { break }
            messages += fresh
            last = fresh
            latest = now
        }
        pages.keep(messages, of: total, on: providerID, isWhole: isWhole)
        var answer = first.answer(Self.oldestFirst(messages))
        answer.requests = number
        return answer
    }

    /// Every rental held, by id and number, which is all the list contains.
    package func rentals() async throws(ProviderError) -> Answer<[HeldRental]> {
        let answer = try await ask(.rentals)
        var rentals: [HeldRental] = []
        for member in try answer.entries("values", "data") {
            guard let id = member.value.text("id", "rentId") else { throw answer.unrecognised }
            var rental = HeldRental(providerID: id)
            rental.number = member.value.text("phone", "number").flatMap(number)
            rental.expiresAt = member.value.instant("endDate", "end_date", zone: timeZone)
            rentals.append(rental)
        }
        return answer.answer(rentals)
    }

    private static let over: Set<String> = [
        "STATUS_FINISH", "STATUS_CANCEL", "STATUS_REVOKE", "RENT_DIE",
    ]
    /// A server whose list never ends must not keep us forever.
    private static let mostPages = 400
    private static let pageSize = 50

    /// One page of a rental's messages. `STATUS_WAIT_CODE` means that it has received nothing.
    private func page(
        _ number: Int, of providerID: String
    ) async throws(ProviderError) -> HandlerAPIAnswer {
        let answer = try await ask(
            .rentStatus,
            [("id", providerID), ("page", String(number)), ("size", String(Self.pageSize))])
        guard let word = answer.word else { return answer }
        guard word == "STATUS_WAIT_CODE" || Self.over.contains(word) else {
            throw answer.unrecognised
        }
        return answer
    }

    private func entries(of answer: HandlerAPIAnswer) throws(ProviderError) -> [ReceivedMessage] {
        let list = try answer.entries("values")
        let messages = list.compactMap { entry -> ReceivedMessage? in
            guard case .object = entry.value, let text = Self.text(of: entry.value) else {
                return nil
            }
            return ReceivedMessage(
                text: text, sender: entry.value.text("phoneFrom", "from"),
                code: entry.value.text("code"),
                receivedAt: entry.value.instant("date", "dateTime", zone: timeZone))
        }
        if messages.isEmpty, !list.isEmpty { throw answer.unrecognised }
        return messages
    }

    /// An empty text is still a message.
    private static func text(of entry: JSONValue) -> String? {
        switch entry.first(of: ["text", "sms"]) {
        case let value?: value.visibleText
        case nil: entry["phoneFrom"] == nil ? nil : ""
        }
    }

    /// The list is newest first, which is the only indication of order within one second.
    private static func oldestFirst(_ messages: [ReceivedMessage]) -> [ReceivedMessage] {
        let turned = Array(messages.reversed())
        let dated = turned.enumerated().compactMap { place, item in
            item.receivedAt.map { (at: $0, place: place, item: item) }
        }
        guard dated.count == turned.count else { return turned }
        return dated.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.map(\.item)
    }
}
