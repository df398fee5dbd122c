import Lines
import Transport

/// One answer of 1001SMS, with the context needed to read it.
struct SMS1001Answer: Sendable {
    let call: SMS1001Call
    let reply: HTTPReply
    let json: JSONValue
    let reader: ReplyReader
    let zone: LocalZone

    /// The content of the envelope, or everything if there is none.
    var data: JSONValue { json["data"] ?? json }

    var unrecognised: ProviderError { reader.unrecognised(reply) }

    func answer<Value>(_ value: Value) -> Answer<Value> {
        Answer(value, providerTime: reply.date)
    }

    /// The objects of a list: `data` itself, or the first of its named members.
    ///
    /// A missing list is not an empty list, and one entry that is not an object invalidates it,
    /// because a line missing from a list is presumed gone.
    func objects(_ names: String...) throws(ProviderError) -> [JSONValue] {
        let list = names.isEmpty ? data : data.first(of: names) ?? data
        guard case .array(let values) = list else { throw unrecognised }
        for value in values {
            guard case .object = value else { throw unrecognised }
        }
        return values
    }

    /// Two letters in capitals; nil for anything else.
    func code(of country: JSONValue, _ name: String) -> String? {
        guard let text = country.text(name), text.utf8.count == 2,
            text.utf8.allSatisfy({ (65...90).contains($0 & 0xDF) })
        else { return nil }
        return text.uppercased()
    }
}
