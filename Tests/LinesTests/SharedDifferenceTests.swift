import Lines
import Testing

@Suite("A difference of several calls") struct SharedDifferenceTests {
    /// In cents. Calls that take money are given by their prices, others by what they returned.
    private struct Case: Sendable {
        var unexplained: Int64
        var paid: [Int64?] = []
        var returned: [Int64?] = []
        var whose: SharedDifference
    }

    private static let cases: [Case] = [
        // Nothing differs, however many there are.
        Case(unexplained: 0, paid: [16, 50], whose: .none),
        Case(unexplained: 0, paid: [16], returned: [300], whose: .none),
        // Only one can have made it.
        Case(unexplained: 7, paid: [16], whose: .of(0)),
        Case(unexplained: -7, paid: [16], whose: .of(0)),
        Case(unexplained: -7, paid: [16], returned: [300], whose: .of(0)),
        Case(unexplained: 50, paid: [16, nil], whose: .of(1)),
        Case(unexplained: 50, paid: [nil, 16], returned: [300], whose: .of(0)),
        Case(unexplained: -300, paid: [nil], returned: [nil], whose: .of(1)),
        Case(unexplained: -16, paid: [16, 0], whose: .of(0)),
        Case(unexplained: 7, returned: [300, nil], whose: .of(0)),
        // Several were dearer than they said, together.
        Case(unexplained: 7, paid: [16, 50], whose: .ofSeveral),
        Case(unexplained: 66, paid: [nil, nil], whose: .ofSeveral),
        Case(unexplained: 7, paid: [16, 50], returned: [nil], whose: .ofSeveral),
        // A refund may still come, or a price may not be taken yet.
        Case(unexplained: 300, paid: [16], returned: [300], whose: .unknown),
        Case(unexplained: 300, returned: [300, 300], whose: .unknown),
        Case(unexplained: -16, paid: [16, 16], whose: .unknown),
        Case(unexplained: -7, paid: [16], returned: [nil], whose: .unknown),
        // None of them: somebody else paid in or out.
        Case(unexplained: -7, paid: [nil, nil], whose: .none),
        Case(unexplained: -7, returned: [300, 20], whose: .none),
        Case(unexplained: 7, returned: [nil, nil], whose: .none),
        Case(unexplained: 7, whose: .none),
    ]

    @Test(arguments: 0..<cases.count)
    func `is given to one only if no other can have made it`(_ index: Int) {
        let sample = Self.cases[index]
        func money(_ cents: Int64) -> Money { Money(tenThousandths: cents * 100) }
        let calls =
            sample.paid.map { SharedDifference.Call(takesMoney: true, told: $0.map(money)) }
            + sample.returned.map { .init(takesMoney: false, told: $0.map(money)) }
        #expect(SharedDifference(money(sample.unexplained), among: calls) == sample.whose)
    }
}
