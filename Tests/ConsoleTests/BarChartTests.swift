import Lines
import Testing

@testable import Console

@Suite("A chart of amounts") struct BarChartTests {
    private let amounts = [
        Money(tenThousandths: 10_000), Money(tenThousandths: 5000), Money(tenThousandths: 1),
        Money(tenThousandths: 0), Money(tenThousandths: -5000),
        Money(tenThousandths: 70_000, currency: "RUB"),
    ]

    private func bars(screen: Int?) -> [String] {
        let chart = BarChart(amounts, screen: screen)
        return amounts.map { chart.bar($0) }
    }

    @Test func `has a bar of full length for the greatest amount of each currency`() {
        #expect(bars(screen: nil).map(\.count) == [20, 10, 1, 0, 0, 20])
        #expect(bars(screen: 80).map(\.count) == [32, 16, 1, 0, 0, 32])
        #expect(bars(screen: 20)[0].count == 8)
        #expect(bars(screen: 500)[0].count == 40)
    }

    @Test func `is plain where there is no screen`() {
        #expect(bars(screen: nil).joined().allSatisfy { $0 == "#" })
        #expect(bars(screen: 80).joined().allSatisfy { $0 == "█" })
        #expect(BarChart([], screen: 80).bar(nil) == "")
    }
}
