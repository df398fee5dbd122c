import ArgumentParser

/// A maximum number of rows: at least one, and few enough to be held in memory.
struct Count: Equatable, Sendable, CustomStringConvertible {
    let number: Int

    static let most = 100_000

    init(_ number: Int) {
        self.number = number
    }

    /// Parses an option of a command.
    static func read(_ argument: String) throws -> Count {
        guard let number = Int(argument), (1...most).contains(number) else {
            throw ValidationError("Give a whole number from 1 to \(most).")
        }
        return Count(number)
    }

    var description: String { String(number) }
}
