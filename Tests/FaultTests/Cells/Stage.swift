import Accounts
import Keeping
import Lines
import Storage
import Testing
import TestSupport
import Transport

/// A cell in progress: the state before it, and the conditions afterwards.
struct Stage: Sendable {
    let manager: RunningManager
    let operation: ManagerOperation
    let line: Line.ID?
    private let before: ProviderBooks
    private let began: Instant

    init(_ manager: RunningManager, _ operation: ManagerOperation, _ line: Line.ID?) async throws {
        self.manager = manager
        self.operation = operation
        self.line = line
        before = try await manager.fixture.struck.controls.books()
        began = manager.fixture.world.now()
    }

    /// The number of requests to the failing endpoint since the fault began.
    func requests() async throws -> Int {
        manager.fixture.struckNetwork.exchanges.count {
            $0.endpoint == operation.endpoint && $0.ended >= manager.startedAt
        }
    }

    func sendMessage() async throws {
        let number = try await manager.number(of: try #require(line))
        #expect(try await manager.fixture.struck.controls.send("123456 is your code", to: number))
    }

    /// Waits like a person who was told to slow down.
    func waitOutPause() async throws {
        let pauses = manager.fixture.struckNetwork.exchanges.filter { $0.status == 429 }
            .map { $0.ended + ($0.retryAfter ?? .seconds(10)) }
        guard let last = pauses.max() else { return }
        try await manager.fixture.world.sleep(max(.zero, last - manager.fixture.world.now()))
    }

    // MARK: Conditions

    /// Expects the deed to be done automatically.
    func expectDone(_ name: String) async throws {
        _ = try await manager.fixture.until("\(name) is done") { try await isDone() ? true : nil }
    }

    private func isDone() async throws -> Bool {
        switch operation {
        case .plannedPrice, .plannedExtension:
            return try manager.store.actions(line: line, limit: 10)
                .contains { $0.origin == "plan" && $0.state == .done }
        case .plannedRefund, .plannedCancel, .plannedLook:
            return try await held().state == .refunded
        case .status:
            let line = try await held()
            return line.listening.isListening(at: await manager.keeper.time(at: line))
                && line.listening.statusAt ?? began > began
        case .messages, .active: return try await held().messageCount == 1
        case .held: return await manager.lines().contains { $0.isAdopted && $0.state == .active }
        case .balance:
            return await manager.keeper.accountViews()
                .contains { $0.account.name == FaultFixture.accounts.struck && $0.balance != nil }
        default: return true
        }
    }

    /// Expects that a person was told that the outcome is unknown.
    func expectDoubt(_ name: String) throws {
        let told = try manager.store.latestEvents(limit: 30).map { "\($0.kind): \($0.text)" }
        #expect(try !doubts().isEmpty, "\(name): there was no doubt among \(told)")
    }

    /// Expects that nobody was alarmed.
    func expectNoDoubt(_ name: String) throws {
        let doubts = try doubts()
        #expect(doubts.isEmpty, "\(name): \(doubts)")
    }

    private func doubts() throws -> [String] {
        try manager.store.latestEvents(limit: 500).filter { $0.kind == "doubt" }.map(\.text)
    }

    private func held() async throws -> Line { try await manager.line(try #require(line)) }

    /// Expects everything to be in order again without help: nothing open, both accounts answering,
    /// and the manager's lines and ledger equal to the providers'.
    func expectOrder(_ name: String) async throws {
        let names = [FaultFixture.accounts.struck, FaultFixture.accounts.calm]
        _ = try await manager.fixture.until("\(name) is settled") {
            var open: [Action] = []
            for name in names { open += try await manager.unsettled(on: name) }
            let states = await manager.keeper.accountViews().map(\.health.state)
            return open.isEmpty && states == [.ok, .ok] ? true : nil
        }
        for side in [manager.fixture.struck, manager.fixture.calm] {
            var differences: [String] = []
            let isEqual: Void? = try? await manager.fixture.until("equal") {
                differences = try await manager.differences(from: side)
                return differences.isEmpty ? () : nil
            }
            #expect(isEqual != nil, "\(name), \(side.name): \(differences)")
        }
    }

    /// Expects the provider to have done it once.
    func expectSingleEffect(_ name: String) async throws {
        let books = try await manager.fixture.struck.controls.books()
        let id = try await line.asyncMap { try await manager.line($0).providerID ?? "" }
        let number = books.lines.first { $0.id == id }?.number
        let count: Int
        switch operation {
        case .countries, .services, .price, .order, .rent, .history:
            count = books.lines.count - before.lines.count
        case .extend, .extensionPrice, .plannedPrice, .plannedExtension:
            count = books.charges(for: id ?? "") - 1
        case .refund, .cancel, .lastLook, .plannedRefund, .plannedCancel, .plannedLook:
            count = books.refunds(for: id ?? "")
        case .resend, .resendPrice:
            // Today a resend creates a new order; in the documented protocol the old one waits
            // again.
            count = books.lines.count { $0.number == number && $0.state == "waiting" }
        case .suggestions, .products, .status, .messages, .held, .active, .balance:
            count = books == before ? 1 : books.lines.count - before.lines.count + 1
        }
        #expect(count == 1, "\(name): it was done \(count) times")
    }

    func expectBudgets(_ name: String) {
        for network in [manager.fixture.struckNetwork, manager.fixture.calmNetwork] {
            let breaches = network.breaches(since: manager.startedAt)
            #expect(breaches.isEmpty, "\(name): \(breaches)")
        }
    }
}

extension Optional where Wrapped: Sendable {
    func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async throws -> Value? {
        guard let wrapped = self else { return nil }
        return try await body(wrapped)
    }
}
