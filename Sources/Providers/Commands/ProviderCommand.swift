import Lines

/// A call that only some provider has: whose account it is, what became of its money.
///
/// Calls that every provider may have are methods of `Provider`. This type covers the rest of a
/// document, so that all of it can be used without a command for each call.
package struct ProviderCommand: Equatable, Sendable {
    /// What a call changes at the provider.
    package enum Effect: Equatable, Sendable {
        case nothing
        /// Lines may look different afterwards, so they are looked at again.
        case lines
        /// The list of past orders loses entries. It is evidence about calls in doubt.
        case history
        /// The account's own settings.
        case settings
    }

    package var name: String
    /// The names of its arguments, in brackets if optional.
    package var takes: [String]
    /// Its named arguments, each of which may be left out.
    package var options: [CommandOption]
    package var abstract: String
    package var changes: Effect

    package init(
        _ name: String, takes: [String] = [], options: [CommandOption] = [], _ abstract: String,
        changes: Effect = .nothing
    ) {
        self.name = name
        self.takes = takes
        self.options = options
        self.abstract = abstract
        self.changes = changes
    }

    package var isChange: Bool { changes != .nothing }

    /// Everything that may follow its name: `webhook [events=a,b] [threshold=AMOUNT]`.
    package var shape: String { (takes + options.map(\.shape)).joined(separator: " ") }
}

/// The answer to such a call, as a table.
package struct CommandTable: Equatable, Sendable {
    package var columns: [String]
    package var rows: [[String?]]

    package init(_ columns: [String], _ rows: [[String?]]) {
        self.columns = columns
        self.rows = rows
    }

    /// One subject with its known facts; unknown ones are left out.
    package init(_ facts: KeyValuePairs<String, String?>) {
        columns = ["what", "value"]
        rows = facts.compactMap { fact in fact.value.map { [fact.key, $0] } }
    }

    /// Past orders as a list tells them.
    init(orders: [ActivationReading]) {
        self.init(
            ["id", "at", "number", "service", "country", "state", "price", "message"],
            orders.map {
                [
                    $0.providerID, $0.orderedAt?.rfc3339, $0.number, $0.service, $0.country,
                    $0.status.phase.rawValue, $0.price?.description,
                    ($0.messages.last ?? $0.earlierMessages?.last)?.text,
                ]
            })
    }
}

extension Provider {
    package var commands: [ProviderCommand] { [] }

    package func tell(
        _ name: String, _ words: CommandWords
    ) async throws(ProviderError) -> Answer<CommandTable> {
        throw .badRequest(["it has no \(name)"])
    }
}
