/// The hash that names a version of a script, in the length in which people see it.
package struct VersionHash: Equatable, Sendable, CustomStringConvertible {
    /// How many digits are shown.
    package static let shown = 12
    /// How many digits name a version at least.
    package static let fewest = 4

    /// All digits.
    private let digits: String

    /// - Parameter stored: the hash as a number in hexadecimal, possibly without leading zeros.
    package init(_ stored: String) {
        digits = String(repeating: "0", count: max(0, 16 - stored.count)) + stored
    }

    package var description: String { String(digits.prefix(Self.shown)) }

    /// Which of the hashes a person means.
    package enum Choice: Equatable, Sendable {
        case one(Int)
        case none
        case tooShort
        case several([Int])
    }

    /// - Returns: the place of the only hash that begins with these digits.
    package static func meant(by typed: String, among hashes: [VersionHash]) -> Choice {
        guard typed.count >= fewest else { return .tooShort }
        let digits = typed.lowercased()
        let found = hashes.indices.filter { hashes[$0].digits.hasPrefix(digits) }
        return found.count == 1 ? .one(found[0]) : found.isEmpty ? .none : .several(found)
    }
}
