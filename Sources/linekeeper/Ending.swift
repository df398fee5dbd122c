import Foundation
import Keeping
import Lines
import ServiceLifecycle
import Transport
import UnixSignals

/// How a manager ends: gracefully when it is told once, at once when it is told again, and in any
/// case before whoever told it loses patience and kills it.
struct Ending: Sendable {
    /// Seconds for an end in order: paid calls are waited for up to 45, service managers kill after
    /// 90.
    private static let patience: UInt32 = 70
    /// Seconds for an end at once.
    private static let haste: UInt32 = 3

    /// Rung once for each time it is told.
    let bell: Doorbell
    let signals: [UnixSignal]

    /// Runs the services until they end by themselves or are told to.
    func run(_ group: ServiceGroup, in world: World) async throws {
        // Nothing that has to end in order begins before a signal would be heard.
        let told = await UnixSignalsSequence(trapping: signals)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            if !signals.isEmpty { tasks.addTask { await listen(to: told) } }
            tasks.addTask { await end(group, in: world) }
            tasks.addTask {
                try await group.run()
                throw Over()
            }
            do {
                // Somebody who is told twice lets go of everything that is under way.
                while try await tasks.next() != nil, bell.rings < 2 {}
                tasks.cancelAll()
                try await tasks.waitForAll()
            } catch is Over, is CancellationError {
                tasks.cancelAll()
            }
        }
    }

    /// What is said at the end of paid calls nobody waited for any longer; nil when there are none.
    static func notice(_ doubts: Int) -> String? {
        guard doubts > 0 else { return nil }
        return (doubts == 1 ? "A paid call was" : "\(doubts) paid calls were")
            + " under way at the end. What became of it is found out at the next start."
    }

    private struct Over: Error {}

    private func listen(to signals: UnixSignalsSequence) async {
        for await signal in signals {
            // A terminal that goes tells so more than once, and the console in it ends as well: none
            // of that is a person who loses patience.
            bell.ring(ifFirst: signal == .sighup)
        }
    }

    /// Returns when everything is to end at once.
    private func end(_ group: ServiceGroup, in world: World) async {
        await told(1, in: world)
        guard !Task.isCancelled else { return }
        // The kernel sees to it that it ends even when something here does not.
        signal(SIGALRM, SIG_DFL)
        alarm(Self.patience)
        await group.triggerGracefulShutdown()
        await withTaskGroup(of: Void.self) { tasks in
            // A console that shared the process is over, so Ctrl-C is meant for us.
            if !signals.contains(.sigint) {
                tasks.addTask { await listen(to: UnixSignalsSequence(trapping: [.sigint])) }
            }
            await told(2, in: world)
            tasks.cancelAll()
        }
        if !Task.isCancelled { alarm(Self.haste) }
    }

    private func told(_ times: UInt64, in world: World) async {
        while !Task.isCancelled {
            let rings = bell.rings
            guard rings < times else { return }
            await bell.wait(since: rings, atMost: .hours(1), in: world)
        }
    }
}
