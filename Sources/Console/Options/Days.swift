import ArgumentParser

/// A number of days to pay for, at least one.
struct Days: Equatable, Sendable {
    let count: Int

    /// Parses an argument of a command.
    static func read(_ argument: String) throws -> Days {
        let digits = argument.hasSuffix("d") ? argument.dropLast() : argument[...]
        guard let count = Int(digits), (1...3650).contains(count) else {
            throw ValidationError("Give a whole number of days from 1 to 3650.")
        }
        return Days(count: count)
    }
}
