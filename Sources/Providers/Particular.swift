/// Something that only some provider can be asked: whose account it is, what became of its money.
///
/// What every provider may have is a call of `Provider`; this is for the rest of a document, so that all of it
/// can be used without a command for each.
package struct Particular: Equatable, Sendable {
    package var name: String
    /// What it is told besides, in brackets where it can be left out.
    package var takes: [String]
    package var abstract: String
    /// Whether it changes something at the provider.
    package var isChange: Bool

    package init(
        _ name: String, takes: [String] = [], _ abstract: String, isChange: Bool = false
    ) {
        self.name = name
        self.takes = takes
        self.abstract = abstract
        self.isChange = isChange
    }

    /// The least and the most words it takes.
    package var counts: ClosedRange<Int> {
        takes.filter { !$0.hasPrefix("[") }.count...takes.count
    }
}

/// What a provider answered to such a question, as a table.
package struct Findings: Equatable, Sendable {
    package var columns: [String]
    package var rows: [[String?]]

    package init(_ columns: [String], _ rows: [[String?]]) {
        self.columns = columns
        self.rows = rows
    }

    /// One thing and what is known of it; what is not known is left out.
    package init(_ facts: KeyValuePairs<String, String?>) {
        columns = ["what", "value"]
        rows = facts.compactMap { fact in fact.value.map { [fact.key, $0] } }
    }
}

extension Provider {
    package var particulars: [Particular] { [] }

    package func tell(
        _ name: String, _ words: [String]
    ) async throws(ProviderError) -> Answer<Findings> {
        throw .badRequest(["it has no \(name)"])
    }
}
