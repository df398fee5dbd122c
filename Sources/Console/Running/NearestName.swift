import Lines

/// Finds the command that was probably meant by a mistyped one.
enum NearestName {
    /// A name that starts with the word, otherwise the closest one.
    static func of(_ word: String, among names: [String]) -> String? {
        if word.count >= 2, let longer = names.first(where: { $0.hasPrefix(word) }) {
            return longer
        }
        return nearest(word, to: names)
    }
}
