import Lines

/// The state of activations.
extension SMSPool {
    package func check(
        _ providerID: String
    ) async throws(ProviderError) -> Answer<ActivationReading> {
        let answer = try await ask(.check, [("orderid", providerID)])
        let json = answer.json
        let word = json["status"].map(SMSPoolStatus.init) ?? .unknown
        let message = message(code: json.text("sms"), text: json.text("full_sms"))
        if json["status"] == nil, message == nil { throw answer.unrecognised }
        return answer.answer(
            reading(providerID, word, message, expiresAt: answer.expiry(of: json)))
    }

    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let answer = try await ask(.active)
        return answer.answer(try readings(answer))
    }

    /// The latest hundred.
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        try await history(start: 0, length: 100, search: nil)
    }

    /// A page of past orders.
    func history(
        start: Int, length: Int, search: String?
    ) async throws(ProviderError) -> Answer<[ActivationReading]> {
        var fields = [(name: "start", value: String(start)), ("length", String(length))]
        if let search { fields.append(("search", search)) }
        let answer = try await ask(.history, fields)
        let readings = try readings(answer)
        let dated = readings.compactMap { order in order.orderedAt.map { (at: $0, order: order) } }
        guard dated.count == readings.count else { return answer.answer(readings) }
        return answer.answer(dated.sorted { $0.at > $1.at }.map(\.order))
    }

    /// The orders of a list. One without an id invalidates the list, because it may be ours.
    private func readings(
        _ answer: SMSPoolAnswer
    ) throws(ProviderError) -> [ActivationReading] {
        var readings: [ActivationReading] = []
        for entry in try answer.objects() {
            let order = entry.value
            guard let id = order.text("order_code", "order_id") else { throw answer.unrecognised }
            let word = order["status"].map(SMSPoolStatus.init) ?? .unknown
            var reading = reading(
                id, word,
                message(code: order.text("code"), text: order.text("full_code")),
                expiresAt: answer.expiry(of: order))
            reading.number = answer.number(of: order)
            reading.country = order.text("short_name")
            reading.service = order.text("service")
            reading.price = answer.cost(of: order)
            reading.orderedAt = order.instant("timestamp", zone: timeZone)
            readings.append(reading)
        }
        return readings
    }

    private func reading(
        _ id: String, _ word: SMSPoolStatus, _ message: ReceivedMessage?, expiresAt: Instant?
    ) -> ActivationReading {
        // A code in an order still called pending: the code is newer than the status.
        let phase = word == .pending && message != nil ? .received : word.phase
        let shown = message.map { [$0] } ?? []
        var reading = ActivationReading(
            providerID: id, status: ActivationStatus(phase, expiresAt: expiresAt),
            messages: word == .resend ? [] : shown)
        // While another code is awaited, the last one is still shown.
        if word == .resend { reading.earlierMessages = shown }
        return reading
    }

    /// The SMS of an order; the text `0` means none.
    ///
    /// No answer has the time of an SMS: its times are those of the order.
    private func message(code: String?, text: String?) -> ReceivedMessage? {
        let code = code?.trimmed == "0" ? nil : code
        guard let text = (text?.trimmed == "0" ? nil : text) ?? code else { return nil }
        return ReceivedMessage(text: text, code: code)
    }
}
