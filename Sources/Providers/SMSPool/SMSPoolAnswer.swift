import Lines
import Transport

/// One answer of SMSPool, with what it takes to read it.
struct SMSPoolAnswer: Sendable {
    let call: SMSPool.Call
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader
    let zone: AccountZone

    /// The provider's time, as this answer tells it.
    var time: Instant? { reply.date }

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        Answer(value, providerTime: time, isPublic: call.isPublic)
    }

    /// The provider says in so many words that it was done.
    func requireSuccess() throws(ProviderError) {
        guard json.flag("success") == true else { throw unrecognised }
    }

    /// When the order or rental ends: names and forms differ from call to call.
    func expiry(of value: JSONValue) -> Instant? {
        if let instant = value.instant("expiry", "expiration", "expiration_date", zone: zone) {
            return instant
        }
        guard let now = reply.reckoned, let left = value.seconds("expires_in", "time_left")
        else { return nil }
        let end = now + left
        return Instant.writable.contains(end) ? end : nil
    }

    /// What an order cost.
    func cost(of value: JSONValue) -> Money? {
        if let cost = value.price("cost") { return cost }
        guard let cents = value.integer("cost_in_cents"), (0...1_000_000_000).contains(cents)
        else { return nil }
        return Money(tenThousandths: cents * 100)
    }

    /// The number, from answers that give it whole, in two parts, or both ways.
    ///
    /// Where a calling code stands beside it `phonenumber` comes without that code.
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
    /// Nothing at all, or an object that lists nothing yet says something, is not an empty list, and
    /// an array must hold nothing else: from what a list lacks it is concluded that a line is gone.
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
    /// A length of time in seconds, from nothing to ten years.
    func seconds(_ names: String...) -> Duration? {
        guard let count = first(of: names)?.integer, (0...315_360_000).contains(count) else {
            return nil
        }
        return .seconds(count)
    }

    /// A number of days that something can be had for: up to ten years.
    func days(_ names: String...) -> Int? {
        first(of: names)?.integer.flatMap { (1...3650).contains($0) ? Int($0) : nil }
    }
}
