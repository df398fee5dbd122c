import Lines

/// The lists of activations, open and past.
extension HandlerAPI {
    /// Every open activation. Those the list has a code of are asked about one by one: the list does
    /// not say whether the code is old and another is waited for, nor when it came.
    package func activeActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let answer = try await ask(.active)
        var readings: [ActivationReading] = []
        var isStopped = false
        for member in try answer.entries("activeActivations", "activations", "data") {
            let entry = member.value
            guard let id = entry.text("activationId", "id") else { throw answer.unrecognised }
            var reading = listed(id, entry, answer)
            if Self.hasCode(entry) {
                reading.status.phase = .unclear
                if !isStopped { isStopped = try await look(at: &reading, listed: entry) }
            }
            readings.append(reading)
        }
        return answer.answer(readings)
    }

    /// The latest hundred of the last days, newest first.
    package func pastActivations() async throws(ProviderError) -> Answer<[ActivationReading]> {
        let answer = try await ask(.history, [("offset", "0"), ("limit", "100")])
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
            // Of one that is open nothing is told yet, and that is written as zero.
            reading.price = answer.money(entry["cost"], beside: entry).flatMap {
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
                .waiting, expiresAt: ordered.map { $0 + HandlerAPILife.of(service) }))
        reading.number = entry.text("phoneNumber", "phone").flatMap(number)
        reading.country =
            HandlerAPICountry.code(of: entry.text("countryCode", "country"))
            ?? entry.text("countryName")
        reading.service = service
        reading.price = answer.money(
            entry.first(of: ["activationCost", "cost"]), beside: entry)
        reading.orderedAt = ordered
        return reading
    }

    private static func hasCode(_ entry: JSONValue) -> Bool {
        [entry["smsCode"], entry["smsText"]].contains { value in
            switch value {
            case .array(let values)?: values.contains { $0.text != nil }
            case let value?: value.text != nil
            case nil: false
            }
        }
    }

    /// Puts into a listed reading what a check shows. One that fails takes nothing from the list:
    /// what the line received comes with the next look.
    ///
    /// - Returns: whether no more should be asked now: nobody answers.
    private func look(
        at reading: inout ActivationReading, listed entry: JSONValue
    ) async throws(ProviderError) -> Bool {
        do throws(ProviderError) {
            let checked = try await check(reading.providerID).value
            reading.status.phase = checked.status.phase
            reading.messages = checked.messages
            reading.former = checked.former
        } catch {
            switch error {
            // Whoever spends the budget has to know of it.
            case .rateLimited: throw error
            case .transport: return true
            default: reading.messages = Self.messages(in: entry)
            }
        }
        return false
    }

    /// The codes of a list's entry, the last with the text.
    private static func messages(in entry: JSONValue) -> [ReceivedMessage] {
        let codes = entry["smsCode"]?.entries?.compactMap(\.value.text) ?? []
        let texts = entry["smsText"]?.entries?.compactMap(\.value.text) ?? []
        let text = texts.last ?? entry.text("smsText")
        let code = codes.last ?? entry.text("smsCode")
        guard let shown = text ?? code else { return [] }
        return [ReceivedMessage(text: shown, code: code)]
    }

    /// The numbers of states stand in no document beyond samples: those of the calls that bring them
    /// about are taken to be theirs. None says that money came back.
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
