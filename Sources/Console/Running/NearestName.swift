import Lines

/// Finds what a mistyped command was probably meant to be.
enum NearestName {
    /// A name that the word begins, otherwise the closest one.
    static func of(_ word: String, among names: [String]) -> String? {
        if word.count >= 2, let longer = names.first(where: { $0.hasPrefix(word) }) {
            return longer
        }
        return nearest(word, to: names)
    }
}
