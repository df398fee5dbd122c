package import Lines
import Randomness

/// The answers to each call.
extension SMSActivateDevEmulator {
    /// A refusal: an HTTP status and a sentence.
    struct Refusal: Error {
        let status: Int
        let sentence: String

        init(_ status: Int, _ sentence: String) {
            self.status = status
            self.sentence = sentence
        }
    }

    package mutating func answer(_ request: EmulatedRequest, at now: Instant) -> EmulatedReply {
        settle(to: now)
        guard request.bearer == emulatorKey else {
            return EmulatedReply(status: 401, ["error": "Invalid API key"])
        }
        let left = count(at: now)
        var reply: EmulatedReply
        if let left, left < 0 {
            reply = rateLimited(retryAfter: nil)
        } else {
            do throws(Refusal) {
                reply = try perform(request, at: now)
            } catch {
                reply = EmulatedReply(status: error.status, ["error": .string(error.sentence)])
            }
        }
        guard let left, let allowance else { return reply }
        reply.headers += [
            ("X-RateLimit-Limit", "\(allowance)"),
            ("X-RateLimit-Remaining", "\(max(0, left))"),
            ("X-RateLimit-Reset", "\((minute.number + 1) * 60)"),
        ]
        return reply
    }

    /// The number of requests left in this minute after this one; negative if the limit is
    /// exceeded.
    private mutating func count(at now: Instant) -> Int? {
        guard let allowance else { return nil }
        let number = now.milliseconds / 60_000
        if minute.number != number { minute = (number, 0) }
        minute.requests += 1
        return allowance - minute.requests
    }

    private mutating func perform(
        _ request: EmulatedRequest, at now: Instant
    ) throws(Refusal) -> EmulatedReply {
        guard let (endpoint, id) = SMSActivateDevEndpoint.read(request.path) else {
            throw Refusal(404, "Not found")
        }
        guard endpoint.methods.contains(request.method) else {
            throw Refusal(405, "Method not allowed")
        }
        switch (endpoint, request.method) {
        case (.balance, _):
            return EmulatedReply(["balance": .number(ledger.balance.decimal), "currency": "USD"])
        case (.available, _):
            let offer = offers[try place(request.value("service"), request.value("country"))]
            return EmulatedReply([
                "service": .string(offer.service), "country": .string(offer.country),
                "price": .number(offer.price.decimal), "available": .int(Int64(offer.stock)),
            ])
        case (.buy, _): return try buy(request, at: now)
        case (.activation, "DELETE"): return try cancel(id, at: now)
        case (.activation, _): return EmulatedReply(json(activations[try index(id)]))
        }
    }

    private func place(_ service: String?, _ country: String?) throws(Refusal) -> Int {
        guard let service, let country else {
            throw Refusal(422, "The fields service and country are required")
        }
        guard offers.contains(where: { $0.service == service }) else {
            throw Refusal(404, "Unknown service")
        }
        guard Self.countries.contains(where: { $0.code == country }) else {
            throw Refusal(404, "Unknown country")
        }
        let found = offers.firstIndex { $0.service == service && $0.country == country }
        guard let found else { throw Refusal(404, "Not found") }
        return found
    }

    private mutating func buy(
        _ request: EmulatedRequest, at now: Instant
    ) throws(Refusal) -> EmulatedReply {
        let body = JSON(parsing: request.body)
        let place = try place(body?["service"]?.text, body?["country"]?.text)
        guard offers[place].stock > 0 else { throw Refusal(409, "No numbers available") }
        let offer = offers[place]
        guard ledger.covers(offer.price) else { throw Refusal(402, "Insufficient balance") }
        offers[place].stock -= 1
        let activation = Activation(
            id: identifier(), number: number(in: offer.country), offer: offer, purchasedAt: now,
            expiresAt: now.wholeSeconds + Self.life)
        ledger.charge(
            offer.price, for: "\(offer.service) in \(offer.country)", line: activation.id, at: now)
        activations.append(activation)
        return EmulatedReply(
            status: 201,
            [
                "id": .string(activation.id), "number": .string("+" + activation.number),
                "service": .string(offer.service), "country": .string(offer.country),
                "expires_at": .string(activation.expiresAt.rfc3339),
            ])
    }

    private mutating func cancel(_ id: String, at now: Instant) throws(Refusal) -> EmulatedReply {
        let index = try index(id)
        switch activations[index].status {
        case "pending":
            activations[index].end = .cancelled
            giveBack(index, at: now)
            return EmulatedReply(["id": .string(id), "status": "cancelled", "refunded": true])
        case "received": throw Refusal(409, "An SMS was received, so it cannot be cancelled")
        default: throw Refusal(409, "The activation is \(activations[index].status)")
        }
    }

    private func index(_ id: String) throws(Refusal) -> Int {
        guard let index = activations.firstIndex(where: { $0.id == id }) else {
            throw Refusal(404, "Activation not found")
        }
        return index
    }

    /// An activation with a code includes it and its time; of several messages it shows the last.
    private func json(_ activation: Activation) -> JSON {
        guard let last = activation.last else {
            return ["id": .string(activation.id), "status": .string(activation.status)]
        }
        return [
            "id": .string(activation.id), "status": .string(activation.status),
            "code": .string(last.sms.code ?? last.sms.text),
            "received_at": .string(last.at.wholeSeconds.rfc3339),
        ]
    }

    private mutating func identifier() -> String {
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return "act_" + String((0..<6).map { _ in letters[Int(random.next() % 32)] })
    }

    private mutating func number(in country: String) -> String {
        guard let plan = Self.countries.first(where: { $0.code == country }) else { return "" }
        while true {
            let digits = (0..<plan.digits).map { _ in String(random.next() % 10) }.joined()
            let number = plan.prefix + digits
            if !activations.contains(where: { $0.number == number }) { return number }
        }
    }
}

extension Instant {
    /// Without fractions of a second, as the provider writes times.
    fileprivate var wholeSeconds: Instant { Instant(milliseconds: milliseconds / 1000 * 1000) }
}
