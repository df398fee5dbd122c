/// An answer gathered from several accounts, and whose part of it is missing.
///
/// One account that is down hides nothing of the others; whoever shows the rows also says what is not
/// among them.
package struct Gathered<Row: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    /// An account that could not tell its part.
    package struct Missing: Codable, Equatable, Sendable {
        package var account: String
        /// A sentence for a person.
        package var reason: String

        package init(account: String, reason: String) {
            self.account = account
            self.reason = reason
        }
    }

    package var rows: [Row]
    package var missing: [Missing]

    package init(rows: [Row] = [], missing: [Missing] = []) {
        self.rows = rows
        self.missing = missing
    }

    /// Tells of the missing parts, when there are any.
    package func mustBeWhole() throws(ControlFailure) {
        guard !missing.isEmpty else { return }
        let reasons = missing.map { "Account \($0.account): \($0.reason)" }
        throw ControlFailure(.failed, reasons.joined(separator: " "))
    }
}
