import Lines
import Transport

/// One answer of VirtualSMS, with what it takes to read it.
struct VirtualSMSAnswer: Sendable {
    let call: VirtualSMSCall
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader
    let zone: AccountZone

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        var answer = Answer(value, providerTime: reply.date, isPublic: call.isPublic)
        answer.there = reply.reckoned
        return answer
    }

    /// The thing itself, where it comes inside another.
    func inner(_ name: String) -> JSONValue {
        if case .object? = json[name] { return json[name] ?? json }
        if case .object? = json["data"] { return json["data"] ?? json }
        return json
    }

    /// The provider says that it was done: in so many words, or by nothing to the contrary but the
    /// thing that was asked for.
    func requireSuccess(or names: String...) throws(ProviderError) {
        if json.flag("success") == true { return }
        guard json["success"] == nil, json.first(of: names) != nil else { throw unrecognised }
    }

    /// The objects of a list that is the whole answer or its named member.
    ///
    /// Nothing at all is not an empty list, and one entry that is no object spoils the whole: from
    /// what a list lacks it is concluded that a line is gone.
    func objects(_ name: String) throws(ProviderError) -> [JSONValue] {
        let list = json[name] ?? json["data"] ?? json
        guard case .array(let values) = list else {
            // Go writes a list that was never filled as null; that it is empty its count must say.
            if list == .null, json.integer("count") == 0 { return [] }
            throw unrecognised
        }
        for value in values {
            guard case .object = value else { throw unrecognised }
        }
        return values
    }
}

extension JSONValue {
    /// Two capitals; nil for anything else.
    func countryCode(_ names: String...) -> String? {
        guard let text = first(of: names)?.text, text.utf8.count == 2,
            text.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) })
        else { return nil }
        return text.uppercased()
    }

    /// A number that counts things.
    func count(_ names: String...) -> Int? {
        first(of: names)?.integer.map { Int(clamping: max(0, $0)) }
    }
}
