import CCodeWords

/// The table `data/code-words.txt`, which speakers of a language can correct without reading Swift.
///
/// A heading `[de] German` begins a language. Each other line is an entry of three columns: the kind,
/// spellings divided by commas, and a text that proves it, in which `~` stands for each spelling and
/// `<604118>` marks the code to be found (none, if nothing is marked).
package struct WordTable: Sendable {
    package struct Entry: Sendable {
        package var language: String
        package var kind: WordKind
        package var spellings: [String]
        package var proof: String
        package var line: Int
    }

    package struct Fault: Error, CustomStringConvertible {
        package var description: String
    }

    package private(set) var entries: [Entry] = []
    /// The names of the languages by their tags.
    package private(set) var languages: [String: String] = [:]

    /// What is compiled in. A fault in it ends the tests, not the program: entries that cannot be
    /// read are left out.
    package static let compiledIn: WordTable = {
        let bytes = UnsafeBufferPointer(start: ccodewords_address(), count: ccodewords_size)
        var table = WordTable()
        table.read(String(decoding: bytes, as: UTF8.self)) { _ in }
        return table
    }()

    package init() {}

    /// - Throws: `Fault` that names the line and what to write instead.
    package init(reading text: String) throws(Fault) {
        var first: Fault?
        read(text) { first = first ?? $0 }
        if let first { throw first }
    }

    private mutating func read(_ text: String, fault: (Fault) -> Void) {
        var language = ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                language = String(line[line.index(after: line.startIndex)..<end])
                languages[language] = String(line[line.index(after: end)...].trimmed)
                continue
            }
            let columns = line.split(separator: "|").map { String($0.trimmed) }
            guard columns.count == 3, !language.isEmpty else {
                fault(
                    Fault(
                        description: "Line \(number + 1) of the word table is not "
                            + "`kind | spellings | text`, or stands before the first language."))
                continue
            }
            guard let kind = WordKind.names.first(where: { $0.name == columns[0] })?.kind else {
                let known = WordKind.names.map(\.name).joined(separator: ", ")
                fault(
                    Fault(
                        description: "Line \(number + 1) of the word table: there is no kind "
                            + "\"\(columns[0])\". Kinds are \(known)."))
                continue
            }
            let spellings = columns[1].split(separator: ",").map { String($0.trimmed) }
            entries.append(
                Entry(
                    language: language, kind: kind, spellings: spellings, proof: columns[2],
                    line: number + 1))
        }
    }
}

extension StringProtocol {
    var trimmed: SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
