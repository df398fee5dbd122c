/// Finds what a mistyped word was probably meant to be.
enum NearestName {
    /// The closest name within two slips of the finger, or one that the word begins.
    static func of(_ word: String, among names: [String]) -> String? {
        if word.count >= 2, let longer = names.first(where: { $0.hasPrefix(word) }) {
            return longer
        }
        let nearest = names.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
        guard let (name, slips) = nearest, slips <= min(2, word.count / 2) else { return nil }
        return name
    }

    /// Letters to insert, remove or replace to make one of the other.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let change = diagonal + (letter == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
