import ArgumentParser
import Lines

/// A maximum price: a plain decimal such as `0.24`, above zero.
struct Price: Equatable, Sendable {
    let money: Money

    /// Parses an option of a command.
    static func read(_ argument: String) throws -> Price {
        guard let money = Money(decimal: argument), money.tenThousandths > 0 else {
            throw ValidationError("Give an amount above 0, such as 0.50.")
        }
        return Price(money: money)
    }

    var decimal: String { money.decimal }
}
