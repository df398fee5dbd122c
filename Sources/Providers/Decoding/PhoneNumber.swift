/// A phone number in the one form the program keeps: `+` and digits.
package enum PhoneNumber {
    /// Brings a number as a provider wrote it into that form; nil when it cannot be one.
    ///
    /// Nothing is made up: without a country code the digits are taken to be the whole number, since
    /// every provider but one writes it whole.
    ///
    /// - Parameter callingCode: the country's calling code, when `text` is known to come without it.
    package static func international(_ text: String?, callingCode: String? = nil) -> String? {
        guard let text = text?.trimmed, let digits = digits(of: text) else { return nil }
        let code = text.hasPrefix("+") ? "" : callingCode.flatMap { self.digits(of: $0) } ?? ""
        let whole = code + digits
        return (5...15).contains(whole.utf8.count) ? "+\(whole)" : nil
    }

    /// The digits of a number written with the usual marks; nil when there is anything else in it.
    private static func digits(of text: String) -> String? {
        guard text.utf8.count <= 32, text.allSatisfy({ "0123456789 +-.()".contains($0) }) else {
            return nil
        }
        let digits = text.filter { ("0"..."9").contains($0) }
        return digits.isEmpty ? nil : digits
    }
}
