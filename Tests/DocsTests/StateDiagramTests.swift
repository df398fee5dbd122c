import Lines
import Testing

/// The diagrams of the architecture against the state machine itself: every state is met with every
/// observation there is for it, and where that leads is what must be drawn.
@Suite struct StateDiagramTests {
    @Test func `the diagram of a rental is its state machine`() throws {
        try #expect(diagrams()[0] == transitions(of: .rental))
    }

    @Test func `the diagram of an activation is its state machine`() throws {
        try #expect(diagrams()[1] == transitions(of: .activation))
    }

    private func diagrams() throws -> [Set<Transition>] {
        let diagrams = try Checkout().document("docs/architecture.md").diagrams
        try #require(diagrams.count == 2)
        return diagrams
    }

    // MARK: The state machine

    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private func transitions(of kind: LineKind) -> Set<Transition> {
        var found: Set<Transition> = []
        for state in states(of: kind) {
            for observation in observations(of: kind, in: state) {
                for expiry in [Self.now - .hours(1), Self.now + .hours(1)] {
                    var line = Line(
                        id: 1, account: "pool", provider: .smspool, kind: kind, state: state,
                        purchasedAt: Self.now - .days(1))
                    line.expiresAt = expiry
                    line.endedAt = state.isEnded ? Self.now - .minutes(30) : nil
                    _ = line.apply(observation, at: Self.now)
                    guard line.state != state else { continue }
                    found.insert(Transition(from: state.rawValue, to: line.state.rawValue))
                }
            }
        }
        return found
    }

    private func states(of kind: LineKind) -> [LineState] {
        switch kind {
        case .rental: [.ordering, .active, .expired, .refunded, .lost]
        case .activation:
            LineState.allCases.filter { $0 != .active }
        // config.lua alone decides.
        case .inbound: [.active, .finished]
        }
    }

    private func observations(of kind: LineKind, in state: LineState) -> [Observation] {
        Self.observations.filter { isPossible($0, for: kind, in: state) }
    }

    private static let observations: [Observation] =
        [
            .bought(Purchase(providerID: "A1", number: "+14155550123")), .time, .silence,
            .unknownToProvider, .providerGone, .looked(new: 1, last: now),
            .looked(new: 0, last: nil),
            .status(RentalStatus(isAvailable: true, expiresAt: now + .days(3))),
            .status(RentalStatus(isAvailable: false)), .extended(expiresAt: nil),
            .autoExtends(true), .refunded,
            .refundRefused(reason: "Too late."), .listed(expiresAt: now + .days(3)),
            .listed(expiresAt: nil), .cancelled(moneyReturned: true),
            .cancelled(moneyReturned: false), .swapped(Swap(newProviderID: "NEW")), .finished,
            .resent(newProviderID: nil, expiresAt: nil),
        ]
        + [.waiting, .received, .expired, .cancelled, .refunded, .unclear].map {
            .activation(ActivationStatus($0))
        }

    /// Without a default, so that a new observation has to be thought about here, and added above.
    private func isPossible(
        _ observation: Observation, for kind: LineKind, in state: LineState
    ) -> Bool {
        switch observation {
        case .bought, .time, .silence, .unknownToProvider, .providerGone: true
        // What has no provider id yet cannot be asked about, nor can anything be done with it.
        case .looked: state != .ordering
        case .status, .extended, .autoExtends, .refunded, .refundRefused, .listed:
            kind == .rental && state != .ordering
        case .activation, .cancelled, .swapped, .finished, .resent:
            kind == .activation && state != .ordering
        }
    }
}
