import Foundation
import Keeping
import Lines
import ServiceLifecycle
import Transport
import UnixSignals

/// Ends a manager: gracefully at the first signal, at once at the second, and in any case before
/// the sender of the signal loses patience and kills it.
struct ShutdownSequence: Sendable {
    /// Seconds for a graceful shutdown: paid calls are waited for up to 45, and service managers
    /// kill after 90.
    private static let patience: UInt32 = 70
    /// Seconds for an immediate end.
    private static let haste: UInt32 = 3

    /// Sent once per signal.
    let requests: WakeSignal
    let signals: [UnixSignal]

    /// Runs the services until they end by themselves or are told to.
    func run(_ group: ServiceGroup, in world: World) async throws {
        // Signals are trapped before anything starts that needs a graceful shutdown.
        let told = await UnixSignalsSequence(trapping: signals)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            if !signals.isEmpty { tasks.addTask { await listen(to: told) } }
            tasks.addTask { await end(group, in: world) }
            tasks.addTask {
                try await group.run()
                throw Over()
            }
            do {
                // The second signal abandons everything in progress.
                while try await tasks.next() != nil, requests.count < 2 {}
                tasks.cancelAll()
                try await tasks.waitForAll()
            } catch is Over, is CancellationError {
                tasks.cancelAll()
            }
        }
    }

    /// The final notice about paid calls whose outcome was not awaited; nil if there are none.
    static func notice(_ doubts: Int) -> String? {
        guard doubts > 0 else { return nil }
        return doubts == 1
            ? "A paid call was still in progress. Its outcome is checked at the next start."
            : "\(doubts) paid calls were still in progress. Their outcomes are checked at the next "
                + "start."
    }

    private struct Over: Error {}

    private func listen(to signals: UnixSignalsSequence) async {
        for await signal in signals {
            // A closing terminal sends this more than once, and the console on it ends as well:
            // none of that is a person losing patience.
            requests.send(ifFirst: signal == .sighup)
        }
    }

    /// Returns when everything must end at once.
    private func end(_ group: ServiceGroup, in world: World) async {
        await told(1, in: world)
        guard !Task.isCancelled else { return }
        // The kernel ends the process even if something here hangs.
        signal(SIGALRM, SIG_DFL)
        alarm(Self.patience)
        await group.triggerGracefulShutdown()
        await withTaskGroup(of: Void.self) { tasks in
            // A console in the same process has ended, so Ctrl-C is meant for the manager.
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
            let count = requests.count
            guard count < times else { return }
            await requests.wait(since: count, atMost: .hours(1), in: world)
        }
    }
}
