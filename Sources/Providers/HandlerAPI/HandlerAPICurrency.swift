/// Currencies as the protocol writes them: by ISO 4217 number, sometimes by code.
enum HandlerAPICurrency {
    private static let codes: [Int64: String] = [
        840: "USD", 978: "EUR", 643: "RUB", 810: "RUB", 156: "CNY", 826: "GBP", 980: "UAH",
        398: "KZT", 949: "TRY", 356: "INR", 360: "IDR", 986: "BRL", 985: "PLN", 704: "VND",
    ]

    /// Nil for a number missing from the table, and for anything but a number or code.
    static func code(of value: JSONValue) -> String? {
        if let number = value.integer { return codes[number] }
        guard let text = value.text?.trimmed.uppercased(), text.utf8.count == 3,
            text.utf8.allSatisfy({ (65...90).contains($0) })
        else { return nil }
        return text
    }
}
