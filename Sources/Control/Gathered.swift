/// An answer gathered from several accounts, with the accounts whose part is missing.
///
/// One account that is down hides nothing of the others; the display of the rows also names the
/// missing accounts.
package struct Gathered<Row: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    /// An account that could not answer.
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

    /// Throws if any part is missing.
    package func mustBeWhole() throws(ControlFailure) {
        guard !missing.isEmpty else { return }
        let reasons = missing.map { "Account \($0.account): \($0.reason)" }
        throw ControlFailure(.failed, reasons.joined(separator: " "))
    }
}
