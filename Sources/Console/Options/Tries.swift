import ArgumentParser

/// How many offers an order may try one after the other: few, because this is one person's login.
struct Tries: Equatable, Sendable, CustomStringConvertible {
    let number: Int

    static let most = 3

    init(_ number: Int) {
        self.number = number
    }

    /// Parses an option of a command.
    static func read(_ argument: String) throws -> Tries {
        guard let number = Int(argument), (1...most).contains(number) else {
            throw ValidationError("Give a whole number from 1 to \(most).")
        }
        return Tries(number)
    }

    var description: String { String(number) }
}
