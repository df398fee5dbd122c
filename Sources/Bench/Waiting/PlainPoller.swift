import Lines
import Providers
import Scripting
import Transport
import VirtualTime

/// A simple script in place of the manager: each line is checked every five seconds, in turns if
/// the limit does not allow more, until it has its code, which goes to the same script.
final class PlainPoller: @unchecked Sendable {
    private static let interval = Duration.seconds(5)
    /// The same number of concurrent calls as the manager.
    private static let lanes = 4

    private let trial: WaitingTrial
    private let pacing: Pacing
    private let provider: any Provider
    private let worker: ScriptWorker
    private let setup: WaitingSetup
    private var queue: [(order: WaitingOrders.Order, due: Duration)]
    private var outcome = Outcome()
    private var handed = 0

    init(_ waiting: WaitingOrders, _ setup: WaitingSetup) {
        self.setup = setup
        let trial = WaitingTrial(waiting, setup)
        self.trial = trial
        pacing = Pacing(waiting.measured.limit, in: trial.world)
        provider = waiting.measured.adapter(PacedNetwork(network: trial.network, pacing: pacing))
        worker = ScriptWorker(
            executable: setup.binary, limits: setup.limits, executor: trial.executor.forActors)
        queue = waiting.orders.map { ($0, .zero) }
    }

    func run() throws -> Outcome {
        trial.spawn { [trial, worker] in
            // The end of the trial cancels this.
            try? await trial.executor.sleep(.days(1))
            await worker.shutDown()
        }
        trial.spawn {
            try await self.load()
            for _ in 0..<Self.lanes { self.trial.spawn { try await self.poll() } }
        }
        try trial.run()
        outcome.miss(measuredCount - outcome.delays.values.count)
        outcome.time = trial.executor.uptime
        outcome.requests = trial.counted.requests
        outcome.refused = trial.counted.refused
        return outcome
    }

    private func load() async throws {
        let loaded = await worker.load(
            WaitingSetup.script, source: WaitingSetup.source, now: trial.world.now())
        if case .failure(let failure) = loaded { throw failure }
    }

    private func poll() async throws {
        let executor = trial.executor
        while !trial.isOver {
            guard let next = queue.first, next.due <= executor.uptime else {
                let pause = queue.first.map { $0.due - executor.uptime } ?? .milliseconds(100)
                try await executor.sleep(pause)
                continue
            }
            queue.removeFirst()
            let due = executor.uptime + Self.interval
            if let message = await check(next.order) {
                try await hand(message, of: next.order)
            } else {
                queue.append((next.order, due))
            }
        }
    }

    private func check(_ order: WaitingOrders.Order) async -> ReceivedMessage? {
        let id = order.purchase.providerID
        do throws(ProviderError) {
            guard order.kind == .rental else {
                return try await provider.glance(at: id).value.messages.first
            }
            // Some would fall asleep.
            _ = try await provider.status(of: id)
            return try await provider.messages(of: id).value.first
        } catch {
            if case .rateLimited(let after) = error { pacing.pause(after ?? .seconds(10)) }
            return nil
        }
    }

    private func hand(_ message: ReceivedMessage, of order: WaitingOrders.Order) async throws {
        let call = HandlerCall(.onMessage, [["text": .string(message.text)]])
        let report = await worker.run(WaitingSetup.script, call, now: trial.world.now()) { _ in
            .success(.null)
        }
        if let failure = report.failure { throw failure }
        guard message.text.contains(order.code) else {
            throw BenchFailure("\(message.text) is not what \(order.code) was sent with.")
        }
        if order.kind == trial.waiting.crowd.kind {
            outcome.add(trial.executor.uptime - order.codeAt)
        }
        handed += 1
        trial.isOver = handed == trial.waiting.orders.count
    }

    private var measuredCount: Int {
        trial.waiting.orders.count { $0.kind == trial.waiting.crowd.kind }
    }
}

/// A token bucket that serves requests in order: it assigns times instead of tokens.
private final class Pacing: @unchecked Sendable {
    private let interval: Duration
    private let burst: Duration
    private let world: World
    /// When the bucket would be full if nobody asked any more.
    private var fullAt = Duration.zero

    init(_ limit: RequestLimit, in world: World) {
        interval = .seconds(1) / limit.rate
        burst = interval * limit.burst
        self.world = world
    }

    func turn() async throws {
        let now = world.uptime()
        fullAt = max(fullAt, now) + interval
        let moment = fullAt - burst
        if moment > now { try await world.sleep(moment - now) }
    }

    func pause(_ duration: Duration) { fullAt = max(fullAt, world.uptime() + duration + burst) }
}

/// Each request waits for its turn: some checks take two.
private struct PacedNetwork: Transport {
    let network: CountedNetwork
    let pacing: Pacing

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        do {
            try await pacing.turn()
        } catch {
            throw .cancelled(host: "counter.test")
        }
        return try await network.send(call, deadline: deadline, limit: limit)
    }
}
