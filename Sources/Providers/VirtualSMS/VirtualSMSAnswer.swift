import Lines
import Transport

/// One answer of VirtualSMS, with the context needed to read it.
struct VirtualSMSAnswer: Sendable {
    let call: VirtualSMSCall
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader
    let zone: LocalZone

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        var answer = Answer(value, providerTime: reply.date, isPublic: call.isPublic)
        answer.there = reply.reckoned
        return answer
    }

    /// The object itself, if it is nested in another.
    func inner(_ name: String) -> JSONValue {
        if case .object? = json[name] { return json[name] ?? json }
        if case .object? = json["data"] { return json["data"] ?? json }
        return json
    }

    /// Throws unless the provider confirms success: explicitly, or by returning the requested
    /// object without any objection.
    func requireSuccess(or names: String...) throws(ProviderError) {
        if json.flag("success") == true { return }
        guard json["success"] == nil, json.first(of: names) != nil else { throw unrecognised }
    }

    /// The objects of a list that is the whole answer or its named member.
    ///
    /// A missing list is not an empty list, and one entry that is not an object invalidates it,
    /// because a line missing from a list is presumed gone.
    func objects(_ name: String) throws(ProviderError) -> [JSONValue] {
        let list = json[name] ?? json["data"] ?? json
        guard case .array(let values) = list else {
            // Go writes a list that was never filled as null; only a count of zero proves it empty.
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
    /// Two letters in capitals; nil for anything else.
    func countryCode(_ names: String...) -> String? {
        guard let text = first(of: names)?.text, text.utf8.count == 2,
            text.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) })
        else { return nil }
        return text.uppercased()
    }

    /// A non-negative number.
    func count(_ names: String...) -> Int? {
        first(of: names)?.integer.map { Int(clamping: max(0, $0)) }
    }
}
