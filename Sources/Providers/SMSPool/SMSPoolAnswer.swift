import Lines
import Transport

/// One answer of SMSPool, with the context needed to read it.
struct SMSPoolAnswer: Sendable {
    let call: SMSPool.Call
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader
    let zone: LocalZone

    /// The provider's time in this answer.
    var time: Instant? { reply.date }

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        Answer(value, providerTime: time, isPublic: call.isPublic)
    }

    /// Throws unless the answer states success explicitly.
    func requireSuccess() throws(ProviderError) {
        guard json.flag("success") == true else { throw unrecognised }
    }

    /// The end of the order or rental: names and formats differ between calls.
    func expiry(of value: JSONValue) -> Instant? {
        if let instant = value.instant("expiry", "expiration", "expiration_date", zone: zone) {
            return instant
        }
        guard let now = reply.reckoned, let left = value.seconds("expires_in", "time_left")
        else { return nil }
        let end = now + left
        return Instant.writable.contains(end) ? end : nil
    }

    /// The cost of an order.
    func cost(of value: JSONValue) -> Money? {
        if let cost = value.price("cost") { return cost }
        guard let cents = value.integer("cost_in_cents"), (0...1_000_000_000).contains(cents)
        else { return nil }
        return Money(tenThousandths: cents * 100)
    }

    /// The number, from answers that have it complete, in two parts, or both.
    ///
    /// If a calling code is given, `phonenumber` comes without that code.
    func number(of value: JSONValue) -> String? {
        let national = value.text("phonenumber")
        let code = value.text("cc")
        let whole = value.text("number")
        if let whole, code == nil || whole != national,
            let number = PhoneNumber.international(whole)
        {
            return number
        }
        return PhoneNumber.international(national, callingCode: code)
    }

    /// The objects of a list that is the whole answer or its `data`.
    ///
    /// A missing list, or an object that lists nothing but says something, is not an empty list,
    /// and an array must contain only objects, because a line missing from a list is presumed gone.
    func objects() throws(ProviderError) -> [JSONValue.Member] {
        let list = json["data"] ?? json
        let entries = list.entries ?? []
        let objects = entries.filter {
            if case .object = $0.value { true } else { false }
        }
        switch list {
        case .array where objects.count == entries.count: return objects
        case .object where !objects.isEmpty || entries.isEmpty: return objects
        default: throw unrecognised
        }
    }
}

extension JSONValue {
    /// A duration in seconds, from zero to ten years.
    func seconds(_ names: String...) -> Duration? {
        guard let count = first(of: names)?.integer, (0...315_360_000).contains(count) else {
            return nil
        }
        return .seconds(count)
    }

    /// A number of days for which something is sold: up to ten years.
    func days(_ names: String...) -> Int? {
        first(of: names)?.integer.flatMap { (1...3650).contains($0) ? Int($0) : nil }
    }
}
