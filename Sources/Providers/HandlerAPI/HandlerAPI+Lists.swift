import Lines

/// The lists of open and past activations.
extension HandlerAPI {
    /// Every open activation. If the list shows a code, it does not say when the code came, or
    /// whether it is an old one and another is awaited.
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let answer = try await ask(.active)
        let readings = try answer.entries("activeActivations", "activations", "data").map {
            member throws(ProviderError) in
            guard let id = member.value.text("activationId", "id") else {
                throw answer.unrecognised
            }
            return listed(id, member.value, answer)
        }
        return answer.answer(readings)
    }

    /// The latest hundred of the last few days, newest first.
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        try await history(offset: 0, limit: 100)
    }

    /// A page of past activations, newest first.
    ///
    /// - Parameters:
    ///   - from: the earliest time of purchase; the provider goes back 30 days at most.
    ///   - to: the latest time of purchase.
    func history(
        offset: Int, limit: Int, from: Instant? = nil, to: Instant? = nil
    ) async throws(ProviderError) -> Answer<[ActivationReading]> {
        var fields = [(name: "offset", value: String(offset)), ("limit", String(limit))]
        if let from { fields.append(("start", String(from.milliseconds / 1000))) }
        if let to { fields.append(("end", String(to.milliseconds / 1000))) }
        let answer = try await ask(.history, fields)
        var readings: [ActivationReading] = []
        for member in try answer.entries("history", "activations", "data") {
            let entry = member.value
            guard let id = entry.text("id", "activationId") else { throw answer.unrecognised }
            var reading = ActivationReading(
                providerID: id, status: ActivationStatus(.unclear),
                messages: entry.text("sms").flatMap(HandlerAPIMessage.bare).map { [$0] } ?? [])
            reading.status.phase = Self.phase(
                entry.text("status"), hasMessage: !reading.messages.isEmpty)
            reading.number = entry.text("phone").flatMap(number)
            reading.service = entry.text("service", "serviceCode")
            // The cost of an open order is not known yet and is sent as zero.
            reading.price = answer.price(entry["cost"], beside: entry).flatMap {
                $0.tenThousandths == 0 ? nil : $0
            }
            reading.orderedAt = entry.instant("date", "activationTime", zone: timeZone)
            readings.append(reading)
        }
        let dated = readings.compactMap { order in order.orderedAt.map { (at: $0, order: order) } }
        guard dated.count == readings.count else { return answer.answer(readings) }
        return answer.answer(dated.sorted { $0.at > $1.at }.map(\.order))
    }

    private func listed(
        _ id: String, _ entry: JSONValue, _ answer: HandlerAPIAnswer
    ) -> ActivationReading {
        let service = entry.text("serviceCode", "service")
        let ordered = entry.instant("activationTime", zone: timeZone)
        var reading = ActivationReading(
            providerID: id,
            status: ActivationStatus(
                .waiting, expiresAt: ordered.map { $0 + HandlerAPILifetime.of(service) }))
        reading.number = entry.text("phoneNumber", "phone").flatMap(number)
        reading.country =
            HandlerAPICountry.code(of: entry.text("countryCode", "country"))
            ?? entry.text("countryName")
        reading.service = service
        reading.price = answer.price(
            entry.first(of: ["activationCost", "cost"]), beside: entry)
        reading.orderedAt = ordered
        reading.isPartial = true
        reading.messages = Self.messages(in: entry)
        if !reading.messages.isEmpty { reading.status.phase = .unclear }
        return reading
    }

    /// The messages in a list's entry: all codes, or only the last.
    private static func messages(in entry: JSONValue) -> [ReceivedMessage] {
        let codes = values(entry["smsCode"])
        let texts = values(entry["smsText"])
        return (0..<max(codes.count, texts.count)).map { index in
            let code = index < codes.count ? codes[index] : nil
            return ReceivedMessage(
                text: index < texts.count ? texts[index] : code ?? "", code: code)
        }
    }

    private static func values(_ field: JSONValue?) -> [String] {
        guard case .array(let values)? = field else { return field?.text.map { [$0] } ?? [] }
        return values.compactMap(\.text)
    }

    /// The documents give state numbers only in samples, so they are taken to be those of the calls
    /// that set them. None means that money came back.
    private static func phase(
        _ word: String?, hasMessage: Bool
    ) -> ActivationStatus.Phase {
        switch word?.trimmed {
        case "1", "3", "4": hasMessage ? .received : .waiting
        case "6": hasMessage ? .received : .cancelled
        case "8", "-1": .cancelled
        default: hasMessage ? .received : .unclear
        }
    }
}
