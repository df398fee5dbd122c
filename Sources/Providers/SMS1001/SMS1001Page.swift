/// One page of a list of 1001SMS, with how much there is altogether.
package struct SMS1001Page<Entry: Sendable>: Sendable {
    package var entries: [Entry]
    /// Of all pages; nil where it is not told.
    package var total: Int?
    /// The first page is 1.
    package var number: Int

    package init(entries: [Entry], total: Int?, number: Int) {
        self.entries = entries
        self.total = total
        self.number = number
    }
}

extension SMS1001Page: Equatable where Entry: Equatable {}

extension SMS1001Answer {
    /// Puts entries into the page this answer says it is.
    func page<Entry>(_ entries: [Entry], asked number: Int) -> SMS1001Page<Entry> {
        SMS1001Page(
            entries: entries, total: data.integer("total").flatMap { Int(exactly: $0) },
            number: data.integer("page").flatMap { Int(exactly: $0) } ?? number)
    }
}

extension SMS1001 {
    /// The most entries the document lets a page have.
    static let longestPage = 100

    static func pageFields(_ number: Int, _ limit: Int) -> [(name: String, value: String)] {
        [
            ("page", String(max(1, number))),
            ("limit", String(min(max(1, limit), longestPage))),
        ]
    }
}
