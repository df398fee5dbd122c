import ArgumentParser

/// A number of days to pay for, at least one.
struct Days: Equatable, Sendable, ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        let digits = argument.hasSuffix("d") ? argument.dropLast() : argument[...]
        guard let count = Int(digits), (1...3650).contains(count) else { return nil }
        self.count = count
    }
}
