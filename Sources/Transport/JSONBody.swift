/// JSON bodies (RFC 8259) for requests with a few named texts.
package enum JSONBody {
    /// An object of texts, in the order given.
    package static func object(_ fields: [(name: String, value: String)]) -> [UInt8] {
        let members = fields.map { "\(quoted($0.name)):\(quoted($0.value))" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// A text as a JSON string.
    package static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
