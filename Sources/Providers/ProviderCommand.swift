/// A call that only some provider has: whose account it is, what became of its money.
///
/// Calls that every provider may have are methods of `Provider`. This type covers the rest of a
/// document, so that all of it can be used without a command for each call.
package struct ProviderCommand: Equatable, Sendable {
    package var name: String
    /// The names of its arguments, in brackets if optional.
    package var takes: [String]
    package var abstract: String
    /// Whether it changes anything at the provider.
    package var isChange: Bool

    package init(
        _ name: String, takes: [String] = [], _ abstract: String, isChange: Bool = false
    ) {
        self.name = name
        self.takes = takes
        self.abstract = abstract
        self.isChange = isChange
    }

    /// The minimum and maximum number of arguments.
    package var counts: ClosedRange<Int> {
        takes.filter { !$0.hasPrefix("[") }.count...takes.count
    }
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
}

extension Provider {
    package var commands: [ProviderCommand] { [] }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<CommandTable> {
        throw .badRequest(["it has no \(name)"])
    }
}
