import Lines

/// The wire formats: words as bare text, prices as numbers, times without a zone.
enum HandlerAPIWire {
    static func text(_ text: String, status: Int = 200) -> EmulatedReply {
        EmulatedReply(
            status: status, headers: [("Content-Type", "text/html; charset=UTF-8")],
            body: Array(text.utf8))
    }

    /// `0.5`, `12.5`, `50`
    static func number(_ money: Money) -> JSON { .number(short(money)) }

    static func short(_ money: Money) -> String {
        var text = money.decimal
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// The currency by its ISO number.
    static func currency(_ money: Money) -> JSON {
        switch money.currency {
        case "RUB": 643
        case "EUR": 978
        default: 840
        }
    }

    /// `2022-06-01 17:30:57`
    static func time(_ instant: Instant) -> String {
        String(instant.rfc3339.prefix(19).replacing("T", with: " "))
    }

    /// The end of a rental, in one of the three formats.
    static func end(_ instant: Instant, _ form: EndForm) -> JSON {
        switch form {
        case .bare: .string(String(instant.rfc3339.prefix(19)))
        case .spaced: .string(time(instant))
        case .zoned: .string(String((instant + .hours(3)).rfc3339.prefix(19)) + "+03:00")
        }
    }

    enum EndForm {
        case bare, spaced, zoned
    }

    /// `'2022-6-1 17-30-57'`, including the quotes.
    static func ban(_ instant: Instant) -> String {
        let day = instant.civil
        return "'\(day.year)-\(day.month)-\(day.paddedDay) \(day.clock.replacing(":", with: "-"))'"
    }

    /// The text as one line, for a header.
    static func header(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
