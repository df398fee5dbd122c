import Accounts
import Keeping
import Lines
import Providers
@testable import Running
import Storage
import Testing
import Transport

/// However much work there is and however small the budget, no line is left out.
@Suite("A budget that is too small leaves nobody out")
struct StarvationTests {
    /// As many rentals as the budget can keep listening, though not ask about as often as desired.
    @Test(arguments: [(8, 0.8), (60, 10.0), (75, 10.0), (20, 1.0), (30, 2.0)])
    func `rentals that can be kept on all hear what is sent to them`(
        _ count: Int, _ perSecond: Double
    ) async throws {
        let crowd = try CrowdedKeeper(rentals: count, perSecond: perSecond)
        try await crowd.live(.minutes(10))
        for round in 1...5 {
            #expect(crowd.ids.allSatisfy(crowd.isOn))
            crowd.send("code \(round)")
            try await crowd.live(.minutes(3))
            #expect(await crowd.stored() == count * round)
        }
        #expect(try crowd.events("budget_short").isEmpty)
    }

    @Test func `rentals whose texts no look brings are looked at calmly`() async throws {
        let crowd = try CrowdedKeeper(
            rentals: 12, perSecond: 1, window: nil, tellsRentalTexts: false)
        try await crowd.live(.minutes(20))
        #expect(crowd.looks.count == 12)
        #expect(crowd.looks.values.allSatisfy { (9...12).contains($0) })
    }

    @Test(arguments: [[Capabilities.Operation.order, .rent, .wake, .listActive], [.order, .rent]])
    func `rentals and activations get their share side by side`(
        _ operations: [Capabilities.Operation]
    ) async throws {
        let isTogether = operations.contains(.listActive)
        let crowd = try CrowdedKeeper(
            rentals: 15, activations: 15, answered: 3, ended: 5, perSecond: 1,
            offering: Set(operations))
        try await crowd.live(.minutes(10))
        crowd.measureAnew()
        try await crowd.live(.minutes(10))
        #expect(crowd.ids.prefix(15).allSatisfy(crowd.isOn))
        // Each line of both kinds is asked about within three minutes.
        for id in crowd.ids.prefix(30) {
            let gap = try #require(crowd.gaps[id])
            #expect(gap < .minutes(3), "line \(id): \(gap)")
        }
        if isTogether { #expect(crowd.polls > 30) }
    }

    @Test func `what somebody waits for takes half at most, and puts nobody to sleep`()
        async throws
    {
        let crowd = try CrowdedKeeper(rentals: 8, activations: 8, perSecond: 0.8)
        try await crowd.live(.minutes(5))
        crowd.awaited = Set([crowd.ids[2], crowd.ids[12]])
        try await crowd.live(.minutes(2))
        crowd.measureAnew()
        try await crowd.live(.minutes(10))
        #expect(crowd.ids.prefix(8).allSatisfy(crowd.isOn))
        let awaited = crowd.awaited.compactMap { crowd.gaps[$0] }
        let others = crowd.ids.filter { !crowd.awaited.contains($0) }.compactMap { crowd.gaps[$0] }
        #expect(awaited.allSatisfy { $0 < .seconds(25) })
        #expect(others.allSatisfy { $0 < .minutes(5) })
    }

    @Test
    func
        `lines that bring nothing but errors, and lines told of all the time, take no turn of others`()
        async throws
    {
        let crowd = try CrowdedKeeper(rentals: 20, activations: 10, perSecond: 0.8)
        crowd.failing = Set(crowd.ids.prefix(6))
        crowd.hinted = Set(crowd.ids.suffix(2))
        try await crowd.live(.minutes(30))
        for id in crowd.ids {
            let gap = try #require(crowd.gaps[id])
            #expect(gap < .minutes(8), "line \(id): \(gap)")
        }
    }

    @Test func `what cannot be kept on is told once with numbers, and when that is over`()
        async throws
    {
        let crowd = try CrowdedKeeper(rentals: 40, perSecond: 0.3)
        try await crowd.live(.hours(1))
        // A refresh every 72 s, for which three quarters of 0.22 requests a second are available.
        let kept = crowd.ids.prefix(11)
        for round in 1...3 {
            #expect(kept.allSatisfy(crowd.isOn))
            crowd.send("code \(round)")
            try await crowd.live(.minutes(20))
        }
        for id in kept {
            let line = try await crowd.keeper.line("\(id)")
            #expect(line.messageCount == 3)
        }
        let told = try crowd.events("budget_short")
        try #require(told.count == 1)
        #expect(
            told[0].text.hasPrefix("Account pool: 40 rentals need 0.556 requests per second to "))
        #expect(told[0].text.contains("Raise requests_per_second to 0.9"))
        _ = await crowd.keeper.tellTroubles(besides: [])
        let open = await crowd.keeper.openTroubles.map(\.trouble)
            .filter { $0.kind == .budgetShort }
        #expect(open.map { "\($0.text) \($0.remedy)" } == [told[0].text])
        let view = try #require(await crowd.keeper.accountViews().first)
        #expect(view.shortage.map { told[0].text == "Account pool: \($0)" } == true)
        let plan = await crowd.keeper.plan(of: crowd.ids.last)
        #expect(plan.contains { "\($0.reason)".contains("cannot keep it on") })
        // Rentals that were left out still get their turn.
        #expect(crowd.ids.allSatisfy { (crowd.looks[$0] ?? 0) > 2 })

        for id in crowd.ids.dropFirst(8) {
            try await crowd.keeper.observe(.unknownToProvider, on: id)
        }
        try await crowd.live(.minutes(10))
        #expect(try crowd.events("budget_short").count == 1)
        #expect(try crowd.events("budget_ok").count == 1)
        for _ in 1...2 {
            _ = await crowd.keeper.tellTroubles(besides: [])
            try await crowd.live(.minutes(3))
        }
        #expect(await crowd.keeper.openTroubles.allSatisfy { $0.trouble.kind != .budgetShort })
        #expect(await crowd.keeper.accountViews().first?.shortage == nil)
    }

    @Test func `however little may be asked, lists and balance leave something for lines`()
        async throws
    {
        let crowd = try CrowdedKeeper(
            rentals: 2, activations: 2, perSecond: 0.02,
            offering: [.order, .rent, .listActive, .listRentals, .balance])
        try await crowd.live(.hours(12))
        #expect(crowd.ids.allSatisfy { (crowd.looks[$0] ?? 0) > 5 })
    }

    /// Each line is asked about at the latest after its interval, stretched as far as the budget
    /// requires, plus one turn of all others.
    @Test(arguments: [0, 2, 4, 6, 9])
    func `no line starves, whatever the mix`(_ seed: Int) async throws {
        var chance = SmallChance(seed: UInt64(seed))
        let rates = [0.2, 0.5, 0.8, 1.0, 3.0]
        let perSecond = rates.randomElement(using: &chance) ?? 1
        let counts = (0..<4).map { _ in Int.random(in: 0...10, using: &chance) }
        let operations: Set<Capabilities.Operation> =
            Bool.random(using: &chance) ? [.order, .rent, .listActive] : [.order, .rent]
        let windows: [Duration?] = [nil, .seconds(30), .seconds(90), .seconds(270)]
        let window = windows[Int.random(in: 0..<4, using: &chance)]
        let crowd = try CrowdedKeeper(
            rentals: counts[0] * 2 + 1, activations: counts[1], answered: counts[2],
            ended: counts[3], perSecond: perSecond, window: window, offering: operations)
        crowd.failing = Set(crowd.ids.filter { _ in Int.random(in: 0..<10, using: &chance) == 0 })
        crowd.awaited = Set(crowd.ids.filter { _ in Int.random(in: 0..<20, using: &chance) == 0 })
        crowd.hinted = Set(crowd.ids.filter { _ in Int.random(in: 0..<20, using: &chance) == 0 })
        try await crowd.live(.hours(1))

        let lines = await crowd.keeper.allLines()
        func interval(_ line: Line) -> Double {
            line.kind == .rental ? 30 : line.state == .received ? 360 : 30
        }
        let demand = lines.reduce(0.0) { $0 + 2 / ($1.kind == .rental ? 10 : 5) }
        // The budget for turns, without the reserve, upkeep, awaited lines and hints.
        var left = perSecond * 0.65
        if window != nil { left /= 4 }
        if !crowd.awaited.isEmpty { left /= 2 }
        if !crowd.hinted.isEmpty { left /= 6 }
        let slower = max(1, demand / left)
        let round = 2 * Double(lines.count) / left
        for line in lines where line.state.isHeld {
            let bound =
                Duration.seconds(Int64((interval(line) * slower + round) / 2)) + .minutes(2)
            let gap = try #require(crowd.gaps[line.id])
            #expect(gap <= bound, "seed \(seed), line \(line.id): \(gap) of \(bound)")
        }
    }
}

/// A reproducible random number generator.
struct SmallChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite("What it takes to keep rentals on")
struct UpkeepTests {
    private func upkeep(
        _ count: Int, every interval: Duration, rate: Double, askedFor: Set<Int64> = []
    ) -> Upkeep {
        Upkeep(
            (0..<count).map {
                Upkeep.Rental(
                    id: Int64($0), every: interval, isAskedFor: askedFor.contains(Int64($0)))
            }, rate: rate)
    }

    @Test func `leaves nobody out where it suffices`() {
        let enough = upkeep(8, every: .seconds(10), rate: 1.1)
        #expect(!enough.isShort && enough.leftOut.isEmpty)
    }

    @Test func `takes three parts of four at most, and leaves those out that came last`() {
        let short = upkeep(8, every: .seconds(10), rate: 0.8)
        #expect(short.leftOut == [6, 7] && short.used <= 0.6 + 1e-9)
        #expect(
            short.shortage + " " + Upkeep.remedy(rate: 1.14)
                == "8 rentals need 0.8 requests per second to stay on, but the budget allows 0.6. "
                + "6 can be kept on; messages sent to the others while they sleep are lost. "
                + "Raise requests_per_second to 1.2, or set listening = \"on_demand\".")
    }

    @Test func `keeps on what somebody asked for before all else`() {
        let short = upkeep(8, every: .seconds(10), rate: 0.8, askedFor: [6, 7])
        #expect(short.leftOut == [4, 5])
    }

    @Test func `says so where none can be kept on, and where no more may be asked`() {
        let none = upkeep(1, every: .seconds(10), rate: 0.05)
        let text = none.shortage + " " + Upkeep.remedy(rate: nil)
        #expect(text.contains("1 rental needs 0.1 requests per second"))
        #expect(text.contains("None can be kept on") && text.contains("lost. Set listening"))
    }
}
