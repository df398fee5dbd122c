package import Lines
import Transport

/// Holdings and their messages.
extension SMSPool {
    package func status(of providerID: String) async throws(ProviderError) -> Answer<RentalStatus> {
        let answer = try await ask(.rentalStatus, [("rental_code", providerID)])
        guard let status = answer.json["status"],
            status.first(of: ["available", "activeFor", "expiry"]) != nil
        else { throw answer.unrecognised }
        return answer.answer(
            RentalStatus(
                isAvailable: status.flag("available") ?? false,
                activeFor: status.seconds("activeFor"), expiresAt: answer.expiry(of: status),
                number: answer.number(of: status), autoExtend: status.flag("auto_extend")))
    }

    package func messages(
        of providerID: String
    ) async throws(ProviderError) -> Answer<[ReceivedMessage]> {
        let reply = try await reply(to: .rentalMessages, [("rental_code", providerID)])
        // The list has all messages ever received, so it is usually the same as last time.
        let messages = try received.value(of: reply, to: providerID) {
            () throws(ProviderError) in try self.messages(in: reply)
        }
        return Answer(messages, providerTime: reply.date, isPublic: false)
    }

    private func messages(in reply: HTTPReply) throws(ProviderError) -> [ReceivedMessage] {
        let answer = try answer(to: .rentalMessages, reply)
        guard let list = answer.json["messages"]?.entries else { throw answer.unrecognised }
        let messages = list.compactMap { message($0.value) }
        if messages.isEmpty, !list.isEmpty { throw answer.unrecognised }
        return Self.oldestFirst(messages)
    }

    /// The servers list the newest first, which is the only indication of order within one second.
    private static func oldestFirst(_ messages: [ReceivedMessage]) -> [ReceivedMessage] {
        let dates = messages.compactMap(\.receivedAt)
        guard let first = dates.first, let last = dates.last, first < last else {
            return messages.reversed()
        }
        return messages
    }

    /// A message. Its `ID` is ignored, because different messages share one.
    private func message(_ entry: JSONValue) -> ReceivedMessage? {
        guard let text = entry["message"] ?? entry["full_sms"] ?? entry["sms"] else { return nil }
        return ReceivedMessage(
            text: text.visibleText, sender: entry.text("sender"),
            receivedAt: entry.instant("timestamp", zone: timeZone))
    }

    package func rentals() async throws(ProviderError) -> Answer<[HeldRental]> {
        let answer = try await ask(.rentals)
        var rentals: [HeldRental] = []
        for entry in try answer.objects() {
            guard let code = entry.value.text("rental_code") else { throw answer.unrecognised }
            var rental = HeldRental(providerID: code)
            rental.number = answer.number(of: entry.value)
            rental.country = entry.value.text("country_name")
            rental.product = entry.value.text("rental")
            rental.expiresAt = answer.expiry(of: entry.value)
            rentals.append(rental)
        }
        return answer.answer(rentals)
    }

    package func balance() async throws(ProviderError) -> Answer<Money> {
        let answer = try await ask(.balance)
        guard let balance = answer.json.money("balance") else { throw answer.unrecognised }
        return answer.answer(balance)
    }
}
