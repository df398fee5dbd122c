import ArgumentParser
import Lines

/// An amount a person is ready to pay: a plain decimal such as `0.24`, above zero.
struct Price: Equatable, Sendable, ExpressibleByArgument {
    let money: Money

    init?(argument: String) {
        guard let money = Money(decimal: argument), money.tenThousandths > 0 else { return nil }
        self.money = money
    }

    var decimal: String { money.decimal }
}
