import Lines

/// A listing as one JSON array of objects, one per line, with the fields in the order of the
/// columns.
///
/// Everything that could control a terminal is escaped as `\uXXXX`, so that the text is safe on a
/// screen and unchanged for a program.
struct JSONListing<Row> {
    var rows: [Row]
    var columns: [Column<Row>]

    var text: SafeText {
        if rows.isEmpty { return "[]" }
        return "[\n" + rows.map { "  " + object($0) }.joined(separator: ",\n") + "\n]"
    }

    /// One record as one object on one line.
    func object(_ row: Row) -> SafeText {
        let fields = columns.compactMap { column -> SafeText? in
            guard let name = column.name else { return nil }
            return "\(JSONText.quoted(name)): \(value(column.cell(row)))"
        }
        return "{" + fields.joined(separator: ", ") + "}"
    }

    private func value(_ cell: Cell) -> SafeText {
        switch cell {
        case .nothing: "null"
        case .text(let text), .sentence(let text): JSONText.quoted(text)
        case .integer(let number): "\(number)"
        case .decimal(let text): JSONText.number(text)
        case .flag(let flag): flag ? "true" : "false"
        case .time(let instant): JSONText.quoted(instant.rfc3339)
        case .list(let items): "[" + items.map(JSONText.quoted).joined(separator: ", ") + "]"
        }
    }
}

/// The tokens of JSON.
enum JSONText {
    static func quoted(_ text: String) -> SafeText {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where Escaping.steers(scalar):
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return "\(quoted + "\"")"
    }

    /// A decimal as a JSON number; as a string if it is not a number.
    static func number(_ text: String) -> SafeText {
        guard let money = Money(decimal: text), !text.hasPrefix("+"),
            !money.decimal.isEmpty
        else { return quoted(text) }
        let digits = text.drop { $0 == "-" }
        let hasLeadingZero = digits.hasPrefix("0") && digits.count > 1 && !digits.hasPrefix("0.")
        return hasLeadingZero ? quoted(text) : "\(text)"
    }
}
