import Channels
import Lines
import Logging
@testable import Running
import Synchronization
import Testing
import Transport

/// Alerts that are delivered without the database.
@Suite("Alerts from memory") struct DirectAlertTests {
    /// Refuses its first deliveries.
    private final class Receiver: Channel {
        let name: String
        private let error: DeliveryError
        private let fails: Int
        private let taken = Mutex<[Delivery]>([])

        init(_ name: String, failing fails: Int, with error: DeliveryError) {
            self.name = name
            self.fails = fails
            self.error = error
        }

        var deliveries: [Delivery] { taken.withLock { $0 } }

        func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt {
            let count = taken.withLock {
                $0.append(delivery)
                return $0.count
            }
            guard count > fails else { throw error }
            return DeliveryReceipt("taken")
        }
    }

    /// Time that passes at once.
    private final class Pauses: Sendable {
        private let state = Mutex<[Duration]>([])
        var all: [Duration] { state.withLock { $0 } }

        var world: World {
            World(
                now: { noon + self.all.reduce(.zero, +) }, uptime: { self.all.reduce(.zero, +) },
                sleep: { pause in self.state.withLock { $0.append(pause) } }, random: { _ in 0 },
                identifier: { "id" })
        }
    }

    private static let alert: Alert? = {
        var book = TroubleBook()
        let trouble = Trouble(
            .database, "", "It is full.", remedy: "Make room.", over: "It is not.")
        for second in 0..<20 {
            book.observe([trouble], at: noon + .seconds(Int64(second)), by: AlertRules())
        }
        return book.alerts(at: noon + .seconds(20), by: AlertRules()).first
    }()

    private static func busy(_ name: String) -> DeliveryError {
        .busy(channel: name, status: 503, answer: "", after: nil)
    }

    private func deliver(_ outlets: [Receiver]) async throws -> (isTaken: Bool, pauses: [Duration])
    {
        let pauses = Pauses()
        let alert = try #require(Self.alert)
        let isTaken = await DirectAlert(
            alert: alert, outlets: outlets, world: pauses.world, logger: Logger(label: "test")
        ).deliver()
        return (isTaken, pauses.all)
    }

    @Test func `are tried again under the same id until one channel has taken them`() async throws {
        let first = Receiver("phone", failing: 9, with: Self.busy("phone"))
        let second = Receiver("desk", failing: 2, with: Self.busy("desk"))
        let (isTaken, pauses) = try await deliver([first, second])
        #expect(isTaken && pauses == Array(DirectAlert.pauses.prefix(2)))
        #expect(first.deliveries.count == 3 && second.deliveries.count == 3)
        #expect(Set(second.deliveries.map(\.id)).count == 1)
        #expect(second.deliveries.last?.content.text.contains("It is full.") == true)
    }

    @Test func `are given up after the last try, and at once where no try would help`() async throws
    {
        let busy = Receiver("phone", failing: 99, with: Self.busy("phone"))
        let refusal = DeliveryError.refused(channel: "desk", status: 400, answer: "")
        let refusing = Receiver("desk", failing: 99, with: refusal)
        let (isTaken, pauses) = try await deliver([refusing, busy])
        #expect(!isTaken && pauses == DirectAlert.pauses)
        #expect(busy.deliveries.count == DirectAlert.pauses.count + 1)
        #expect(refusing.deliveries.count == 1)
        let (isRefused, none) = try await deliver(
            [Receiver("desk", failing: 99, with: refusal)])
        #expect(!isRefused && none.isEmpty)
        #expect(try await deliver([]).pauses.isEmpty)
    }
}
