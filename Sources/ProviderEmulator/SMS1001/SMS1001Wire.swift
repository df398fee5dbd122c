import Lines

/// The wire formats of 1001SMS: money as text or as a number, times with milliseconds.
enum SMS1001Wire {
    /// `0.5`, `12.5`, `50`: as printed by JavaScript.
    static func number(_ money: Money) -> JSON {
        var text = money.decimal
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return .number(text)
    }

    /// `0.50`
    static func text(_ money: Money) -> JSON { .string(money.decimal) }

    /// `2026-02-01T12:00:00.000Z`
    static func time(_ instant: Instant) -> JSON {
        let text = instant.rfc3339
        guard !text.contains(".") else { return .string(text) }
        return .string("\(text.dropLast()).000Z")
    }

    /// One page of a list, with the documented additional fields.
    static func page(
        _ name: String, _ items: [JSON], _ request: EmulatedRequest
    ) throws(SMS1001Refusal) -> JSON {
        let page = try whole("page", request) ?? 1
        let limit = min(try whole("limit", request) ?? 20, 100)
        let skipped = (page - 1).multipliedReportingOverflow(by: limit)
        let shown = skipped.overflow ? [] : items.dropFirst(skipped.partialValue).prefix(limit)
        return .object([
            JSON.Member(name, .array(Array(shown))), JSON.Member("total", .int(items.count)),
            JSON.Member("page", .int(page)), JSON.Member("limit", .int(limit)),
        ])
    }

    private static func whole(
        _ name: String, _ request: EmulatedRequest
    ) throws(SMS1001Refusal) -> Int? {
        guard let text = request.value(name) else { return nil }
        guard let number = Int(text), number >= 1 else { throw .invalid(name) }
        return number
    }

    /// A time, or if only the date is given, the beginning or the end of the day.
    static func time(
        _ name: String, _ request: EmulatedRequest, endOfDay: Bool
    ) throws(SMS1001Refusal) -> Instant? {
        guard let text = request.value(name) else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        let clock = endOfDay ? "T23:59:59.999Z" : "T00:00:00Z"
        guard let day = Instant(rfc3339: text + clock) else { throw .invalid(name) }
        return day
    }
}
