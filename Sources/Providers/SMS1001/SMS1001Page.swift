/// One page of a list of 1001SMS, with the total.
package struct SMS1001Page<Entry: Sendable>: Sendable {
    package var entries: [Entry]
    /// The total of all pages; nil if it is not given.
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
    /// Builds the page that this answer describes.
    func page<Entry>(_ entries: [Entry], asked number: Int) -> SMS1001Page<Entry> {
        SMS1001Page(
            entries: entries, total: data.integer("total").flatMap { Int(exactly: $0) },
            number: data.integer("page").flatMap { Int(exactly: $0) } ?? number)
    }
}

extension SMS1001 {
    /// The maximum number of entries on a page, according to the document.
    static let longestPage = 100

    static func pageFields(_ number: Int, _ limit: Int) -> [(name: String, value: String)] {
        [
            ("page", String(max(1, number))),
            ("limit", String(min(max(1, limit), longestPage))),
        ]
    }
}
