/// The JSON object sent to a control, read field by field, with an error sentence for a missing
/// one.
struct ControlBody {
    private let json: JSON

    init(_ request: EmulatedRequest) throws(ControlRefusal) {
        guard let json = JSON(parsing: request.body), case .object = json else {
            throw .badRequest("Send a JSON object as the body.")
        }
        self.json = json
    }

    /// A string, or the digits of a number; nil if the field is missing or null.
    func text(_ name: String) -> String? { json[name]?.text }

    func requiredText(_ name: String) throws(ControlRefusal) -> String {
        guard let text = text(name) else {
            throw .badRequest("The field \(name) is missing.")
        }
        return text
    }

    /// A non-negative whole number, or nil if the field is missing.
    func count(_ name: String) throws(ControlRefusal) -> Int? {
        guard let text = text(name) else { return nil }
        guard let count = Int(text), count >= 0 else {
            throw .badRequest("The field \(name) must be a whole number, not \(text).")
        }
        return count
    }
}
