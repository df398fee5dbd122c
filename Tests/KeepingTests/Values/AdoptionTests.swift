@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// What follows from the provider's lists for lines that nobody knew, and for those that are missing.
@Suite struct `The provider's lists` {
    private func order(
        _ id: String, _ phase: ActivationStatus.Phase = .waiting, isPartial: Bool = false,
        _ texts: [String] = []
    ) -> ActivationReading {
        var reading = ActivationReading(
            providerID: id, status: ActivationStatus(phase),
            messages: texts.map { ReceivedMessage(text: $0) })
        reading.isPartial = isPartial
        return reading
    }

    private func compare(
        _ logic: inout KeeperLogic, rentals: [HeldRental]? = [],
        active: [ActivationReading]? = []
    ) throws {
        try logic.compareLists(
            rentals: rentals, active: active, past: nil, began: noon, on: "pool")
    }

    // MARK: How soon again

    @Test func `a list that could not be read is asked for again in a minute`() throws {
        func due(
            rentals: [HeldRental]?, active: [ActivationReading]?,
            without missing: Set<Capabilities.Operation> = []
        ) throws -> Duration? {
            var logic = KeeperLogic.example(without: missing)
            try compare(&logic, rentals: rentals, active: active)
            return logic.books["pool"]?.account?.lists.due.map { $0 - noon }
        }
        #expect(try due(rentals: [], active: []) == .minutes(10))
        #expect(try due(rentals: nil, active: []) == .minutes(1))
        #expect(try due(rentals: [], active: nil) == .minutes(1))
        #expect(try due(rentals: nil, active: [], without: [.listRentals]) == .minutes(10))
        #expect(try due(rentals: [], active: nil, without: [.listActive]) == .minutes(10))
    }

    @Test func `a doubt brings them sooner`() throws {
        var logic = KeeperLogic.example([.example(.rental)], [.doubt(.refund)])
        try compare(&logic, rentals: [HeldRental(providerID: "ID1")])
        #expect(logic.books["pool"]?.account?.lists.due == noon + .seconds(5))
    }

    // MARK: Strangers

    @Test func `a rental and an open order that nobody knew are adopted, once`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example(on: disk)
        for _ in 0..<2 {
            try compare(&logic, rentals: [HeldRental(providerID: "R")], active: [order("A")])
        }
        #expect(logic.allLines().map(\.providerID) == ["R", "A"])
        #expect(logic.allLines().map(\.isAdopted) == [true, true])
        #expect(disk.content.events.map(\.kind) == ["adopted", "adopted"])
        #expect(disk.content.ledger.isEmpty, "nobody knows what it cost")
    }

    @Test(arguments: [
        (ActivationStatus.Phase.waiting, false, 0, true), (.received, false, 1, true),
        (.expired, false, 1, false), (.cancelled, false, 0, false), (.unclear, false, 1, false),
        (.unclear, true, 1, true), (.unclear, true, 0, false), (.expired, true, 1, false),
        (.waiting, true, 0, true),
    ])
    func `an order is adopted while it is open, as far as the list tells`(
        phase: ActivationStatus.Phase, isPartial: Bool, messages: Int, isAdopted: Bool
    ) throws {
        var logic = KeeperLogic.example()
        let texts = (0..<messages).map { "Your code is \($0)" }
        try compare(&logic, active: [order("A", phase, isPartial: isPartial, texts)])
        #expect(!logic.allLines().isEmpty == isAdopted)
    }

    @Test func `an order that is tracked is read by looks, and not by these lists`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.activation)], on: disk)
        try compare(&logic, active: [order("ID1", .received, ["Your code is 1234"])])
        #expect(logic.line(1)?.state == .waiting)
        #expect(disk.content.transactions.isEmpty)
    }

    @Test func `nothing is adopted while a purchase may be what is listed`() throws {
        for (state, isAdopted) in [
            (Action.State.running, false), (.doubt, false), (.pending, true),
        ] {
            let draft = Line.example(.rental, state: .ordering) { $0.providerID = nil }
            let rent = OpenAction.example(.rent, state: state, origin: "console")
            var logic = KeeperLogic.example([draft], [rent])
            try compare(&logic, rentals: [HeldRental(providerID: "R")])
            #expect((logic.allLines().count == 2) == isAdopted, "\(state)")
            #expect(logic.isBuying(on: "pool") == !isAdopted)
        }
    }

    @Test func `an account that adopts nothing remembers whom it has seen`() throws {
        var logic = KeeperLogic.example()
        logic.books["pool"]?.account?.configuration.adopts = false
        try compare(&logic, rentals: [HeldRental(providerID: "R")], active: [order("A")])
        #expect(logic.allLines().isEmpty)
        #expect(logic.books["pool"]?.account?.untrackedIDs == ["R", "A"])
    }

    @Test func `what a person takes up waits for a purchase, if there is anything to take up`()
        throws
    {
        let draft = Line.example(.rental, state: .ordering) { $0.providerID = nil }
        let rent = OpenAction.example(.rent, state: .running, origin: "console")
        var logic = KeeperLogic.example([draft], [rent])
        #expect(throws: KeeperError.self) {
            try logic.takeUp(rentals: [HeldRental(providerID: "R")], on: "pool")
        }
        #expect(try logic.takeUp(on: "pool").isEmpty)
        var free = KeeperLogic.example()
        let taken = try free.takeUp(rentals: [HeldRental(providerID: "R")], on: "pool")
        #expect(taken.map(\.providerID) == ["R"])
        #expect(taken.first?.backlogUntil == noon)
        let forwarded = try free.takeUp(active: [order("A")], on: "pool", forwards: true)
        #expect(forwarded.first?.backlogUntil == nil)
    }

    // MARK: What is missing

    /// The state of a rental that a second list leaves out too.
    private func state(
        missingFor time: Duration, statusAfter status: Duration?, back: Bool = false,
        _ change: (inout Line) -> Void = { _ in }
    ) throws -> LineState? {
        var logic = KeeperLogic.example([.example(.rental, change)])
        try compare(&logic)
        logic.track(1) { tracked in
            tracked.shiftProviderTimes { line in
                line.listening.statusAt = status.map { noon + $0 }
            }
        }
        if back { try compare(&logic, rentals: [HeldRental(providerID: "ID1")]) }
        logic.begin(at: .noon.later(time))
        try compare(&logic)
        return logic.line(1)?.state
    }

    @Test func `a rental that is missing for nine minutes and was asked about since is lost`()
        throws
    {
        let soon = Duration.seconds(1)
        #expect(try state(missingFor: .minutes(9), statusAfter: soon) == .lost)
        #expect(try state(missingFor: .minutes(9) - soon, statusAfter: soon) == .active)
        #expect(try state(missingFor: .minutes(9), statusAfter: .zero) == .active)
        #expect(try state(missingFor: .minutes(9), statusAfter: nil) == .active)
        #expect(try state(missingFor: .minutes(9), statusAfter: soon, back: true) == .active)
    }

    @Test func `a rental that listens or is in doubt is not missing`() throws {
        let soon = Duration.seconds(1)
        #expect(
            try state(missingFor: .minutes(9), statusAfter: soon) {
                $0.listening.isAvailable = true
            } == .active)
        #expect(
            try state(missingFor: .minutes(9), statusAfter: soon) { $0.inDoubt = true } == .active)
        #expect(
            try state(missingFor: .minutes(9), statusAfter: soon) { $0.state = .expired }
                == .expired)
    }
}
