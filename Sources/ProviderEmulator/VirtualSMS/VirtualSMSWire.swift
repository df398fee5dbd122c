import Lines

/// The wire formats of VirtualSMS: money as numbers, times to the second.
enum VirtualSMSWire {
    /// `0.8`, `25.5`, `50`: as printed by JavaScript and Go.
    static func number(_ money: Money) -> JSON {
        var text = money.decimal
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return .number(text)
    }

    static func time(_ instant: Instant?) -> JSON {
        instant.map { .string($0.rfc3339) } ?? .null
    }

    /// A positive whole number in the query, within bounds.
    static func whole(
        _ name: String, _ request: EmulatedRequest, or fallback: Int, in bounds: ClosedRange<Int>
    ) -> Int {
        let value = request.value(name).flatMap { Int($0) } ?? fallback
        return min(max(value, bounds.lowerBound), bounds.upperBound)
    }
}

extension JSON {
    /// A list's values; none for anything else.
    var values: [JSON] {
        if case .array(let values) = self { values } else { [] }
    }
}
