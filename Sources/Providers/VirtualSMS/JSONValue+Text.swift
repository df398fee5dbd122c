import Transport

/// A value as JSON text, for bodies that contain more than strings: numbers, flags and lists.
extension JSONValue {
    var jsonText: [UInt8] { Array(written.utf8) }

    private var written: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): JSONBody.quoted(text)
        case .array(let values): "[\(values.map(\.written).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(JSONBody.quoted($0.key)):\($0.value.written)" }.joined(separator: ","))}"
        }
    }

    /// An object of the members that are not nil, in the order given.
    static func body(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}
