/// A phone number in the program's only format: `+` and digits.
package enum PhoneNumber {
    /// Converts a provider's number to that format; nil if it cannot be one.
    ///
    /// Nothing is guessed: without a calling code the digits are taken as the complete number,
    /// because all providers but one send it complete.
    ///
    /// - Parameter callingCode: the country's calling code, if `text` is known to lack it.
    package static func international(_ text: String?, callingCode: String? = nil) -> String? {
        guard let text = text?.trimmed, let digits = digits(of: text) else { return nil }
        let code = text.hasPrefix("+") ? "" : callingCode.flatMap { self.digits(of: $0) } ?? ""
        let whole = code + digits
        return (5...15).contains(whole.utf8.count) ? "+\(whole)" : nil
    }

    /// The digits of a number with the usual separators; nil if it contains anything else.
    private static func digits(of text: String) -> String? {
        guard text.utf8.count <= 32, text.allSatisfy({ "0123456789 +-.()".contains($0) }) else {
            return nil
        }
        let digits = text.filter { ("0"..."9").contains($0) }
        return digits.isEmpty ? nil : digits
    }
}
