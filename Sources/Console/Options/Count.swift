import ArgumentParser

/// How many rows at most: at least one, and few enough to be held in memory.
struct Count: Equatable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    let number: Int

    static let most = 100_000

    init(_ number: Int) {
        self.number = number
    }

    init?(argument: String) {
        guard let number = Int(argument), (1...Count.most).contains(number) else { return nil }
        self.number = number
    }

    var description: String { String(number) }
}
