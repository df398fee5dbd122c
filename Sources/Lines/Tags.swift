/// The words that scripts and people give to messages and lines: how many there may be, and what
/// one may look like.
package enum Tags {
    /// The most tags of one message or line, whoever gave them: further ones are not added.
    package static let most = 200
    /// The maximum number of characters of one.
    package static let longest = 100

    /// Why words cannot be tags, as a sentence that says what would work.
    package struct Refusal: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// The tags with new ones at the end; each once, and no more than there may be.
    package static func adding(_ new: [String], to old: [String]) -> [String] {
        var tags = old
        for tag in new where tags.count < most && !tags.contains(tag) { tags.append(tag) }
        return tags
    }

    package static func removing(_ gone: [String], from old: [String]) -> [String] {
        old.filter { !gone.contains($0) }
    }

    /// Checks words typed by a person.
    package static func check(_ words: [String]) throws(Refusal) {
        for word in words {
            if word.allSatisfy(\.isWhitespace) {
                throw Refusal(description: "A tag must not be empty.")
            }
            if word.count > longest {
                throw Refusal(
                    description:
                        "A tag has at most \(longest) characters; one here has \(word.count).")
            }
            if word.unicodeScalars.contains(where: { $0.isUnprintable }) {
                throw Refusal(
                    description: "A tag must be one line without control characters.")
            }
        }
    }
}
