import Keeping
import Lines
import Storage
import Testing
import TestSupport

/// A line of the same account and one of another, which must continue undisturbed.
struct UnaffectedLines: Sendable {
    /// The longest delay that a fault of one account may cause another account.
    private static let prompt = Duration.seconds(60)
    /// The longest delay of another line of the failing account, which is asked less often
    /// meanwhile.
    private static let patient = Duration.seconds(180)

    private let beside: Line.ID
    private let calm: Line.ID

    init(_ manager: RunningManager) async throws {
        beside = try await manager.order()
        calm = try await manager.order(on: FaultFixture.accounts.calm)
    }

    /// To be called when the fault is in force.
    func sendMessages(_ manager: RunningManager) async throws {
        let besideNumber = try await manager.number(of: beside)
        let calmNumber = try await manager.number(of: calm)
        #expect(
            try await manager.fixture.struck.controls.send("777001 is beside", to: besideNumber))
        #expect(try await manager.fixture.calm.controls.send("777002 is calm", to: calmNumber))
    }

    /// - Parameter isPolled: whether the messages of the account's activations can be polled.
    func expectMessages(_ manager: RunningManager, isPolled: Bool) async throws {
        let calmDelay = try await delay(of: calm, manager)
        #expect(calmDelay <= Self.prompt, "the other account")
        let besideDelay = try await delay(of: beside, manager)
        if isPolled { #expect(besideDelay <= Self.patient, "the line beside it") }
    }

    /// How long its message took to be stored, without the time in which the machine stood still.
    private func delay(of id: Line.ID, _ manager: RunningManager) async throws -> Duration {
        _ = try await manager.received(1, on: id)
        let messages = try manager.store.messages(manager.store.filter())
        let message = try #require(messages.first { $0.line == id })
        return message.storedAt - manager.startedAt - manager.stalls.standstill
    }
}
