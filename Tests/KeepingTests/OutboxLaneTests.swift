@testable import Accounts
import Channels
import GRDB
import Lines
import Logging
@testable import Running
import Storage
import Synchronization
import Testing
import Transport

@testable import Keeping

/// Records its deliveries and answers as instructed.
private final class TestChannel: Channel {
    let name = "phone"
    private let taken = Mutex<[Delivery]>([])
    private let answer: @Sendable (Delivery, Int) -> DeliveryError?

    init(_ answer: @escaping @Sendable (Delivery, Int) -> DeliveryError? = { _, _ in nil }) {
        self.answer = answer
    }

    var deliveries: [Delivery] { taken.withLock { $0 } }

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        let count = taken.withLock {
            $0.append(delivery)
            return $0.count
        }
        if let error = answer(delivery, count) { throw error }
        return DeliveryReceipt("taken")
    }
}

/// Takes many deliveries at once, or none of them.
private struct TestBatchChannel: BatchChannel {
    let single: TestChannel
    let takesMany: Bool

    var name: String { single.name }

    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
        try await single.deliver(delivery)
    }

    func deliver(
        all deliveries: [Delivery]
    ) async throws(DeliveryError) -> DeliveryReceipt {
        guard takesMany else { throw .notWritten(channel: name, path: "x", reason: "full") }
        return DeliveryReceipt("all \(deliveries.count)")
    }
}

/// Counts commits.
private final class Commits: TransactionObserver, Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { number.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: Database) {}
}

@Suite("The forwards of one channel")
struct OutboxLaneTests {
    private func forwards(_ count: Int, in store: Store) throws {
        try store.write { database in
            for index in 0..<count {
                var payload = ActionDetails()
                payload.content = ForwardContent(text: "text \(index)")
                var action = Action(
                    id: 0, key: "key-\(index)", kind: .forward, origin: "10-a.lua",
                    payload: payload.json, createdAt: noon)
                action.channel = "phone"
                try database.insert(action)
            }
        }
    }

    /// Runs the lane until nothing of the channel is due.
    private func deliver(_ fixture: KeeperFixture, to channel: any Channel) async throws {
        let lane = OutboxLane(
            keeper: fixture.keeper, channel: channel, world: fixture.clock.world,
            logger: Logger(label: "test"))
        let running = Task { await lane.run() }
        defer { running.cancel() }
        while true {
            let seen = fixture.keeper.outcomesSignal.count
            let due = try fixture.store.forwards(to: "phone", dueBy: fixture.clock.now, limit: 1)
            if due.isEmpty { break }
            await fixture.keeper.outcomesSignal.wait(
                since: seen, atMost: .seconds(60), in: fixture.clock.world)
        }
    }

    @Test func `that are delivered within moments are written down together`() async throws {
        let fixture = try KeeperFixture()
        try forwards(16, in: fixture.store)
        let commits = Commits()
        fixture.store.database.add(transactionObserver: commits)
        let channel = TestChannel()
        try await deliver(fixture, to: channel)
        #expect(commits.count == 1)
        #expect(channel.deliveries.map(\.id) == (0..<16).map { "key-\($0)" })
        let done = try fixture.store.actions(limit: 50)
        #expect(done.allSatisfy { $0.state == .done && $0.attempts == 1 && $0.endedAt == noon })
        #expect(done.allSatisfy { $0.result == "taken" && $0.details.content != nil })
    }

    @Test func `to a slow receiver are written down one by one`() async throws {
        let fixture = try KeeperFixture()
        try forwards(5, in: fixture.store)
        let commits = Commits()
        fixture.store.database.add(transactionObserver: commits)
        let clock = fixture.clock
        try await deliver(
            fixture,
            to: TestChannel { _, _ in
                clock.advance(.milliseconds(25))
                return nil
            })
        #expect(commits.count == 5)
    }

    @Test func `end each in its own way, also when they end together`() async throws {
        let fixture = try KeeperFixture()
        try forwards(4, in: fixture.store)
        try await deliver(
            fixture,
            to: TestChannel { delivery, _ in
                switch delivery.id {
                case "key-1": .busy(channel: "phone", status: 503, answer: "", after: nil)
                case "key-2": .refused(channel: "phone", status: 400, answer: "no")
                default: nil
                }
            })
        let ends = try fixture.store.actions(limit: 50).reversed()
        #expect(ends.map(\.state) == [.done, .pending, .failed, .done])
        #expect(ends.map(\.dueAt)[1] == noon + .seconds(10))
        #expect(ends.map { $0.endedAt != nil } == [true, false, true, true])
        let told = try fixture.store.latestEvents(limit: 50)
        #expect(told.count { $0.kind == "forward_retry" } == 1)
        #expect(told.count { $0.text.hasPrefix("forward done") } == 2)
        #expect(told.count { $0.text.hasPrefix("forward failed") } == 1)
    }

    @Test func `go out together where the channel takes many at once`() async throws {
        let fixture = try KeeperFixture()
        try forwards(250, in: fixture.store)
        let commits = Commits()
        fixture.store.database.add(transactionObserver: commits)
        let channel = TestChannel()
        try await deliver(fixture, to: TestBatchChannel(single: channel, takesMany: true))
        #expect(channel.deliveries.isEmpty)
        #expect(commits.count == 2)
        let ends = try fixture.store.actions(limit: 300)
        #expect(ends.allSatisfy { $0.state == .done })
        #expect(ends.count { $0.result == "all 200" } == 200)
        #expect(ends.count { $0.result == "all 50" } == 50)
    }

    @Test func `that fail together are tried one by one, so that it is known which`() async throws {
        let fixture = try KeeperFixture()
        try forwards(3, in: fixture.store)
        let channel = TestChannel { delivery, _ in
            delivery.id == "key-2"
                ? .notWritten(channel: "phone", path: "x", reason: "the disk is full") : nil
        }
        try await deliver(fixture, to: TestBatchChannel(single: channel, takesMany: false))
        #expect(channel.deliveries.map(\.id) == ["key-0", "key-1", "key-2"])
        let ends = try fixture.store.actions(limit: 50).reversed()
        #expect(ends.map(\.state) == [.done, .done, .pending])
        #expect(ends.allSatisfy { $0.attempts == 1 })
    }

    @Test func `that were not written down are delivered again under the same ids`() async throws {
        let fixture = try KeeperFixture()
        try forwards(3, in: fixture.store)
        let channel = TestChannel()
        // The manager dies between the delivery and its record.
        for action in try fixture.store.forwards(to: "phone", dueBy: noon, limit: 16) {
            let delivery = try #require(try await fixture.keeper.delivery(of: action))
            _ = try await channel.deliver(delivery)
        }
        try await deliver(fixture, to: channel)
        let keys = ["key-0", "key-1", "key-2"]
        #expect(channel.deliveries.map(\.id) == keys + keys)
        #expect(try fixture.store.actions(limit: 50).allSatisfy { $0.state == .done })
    }
}
