import Lines
import Providers
import Scripting
import Transport
import VirtualTime

/// A simple script in place of the manager: each order is checked every five seconds, in turns if
/// the limit does not allow more, until it has its code, which goes to the same script.
final class PlainPoller: @unchecked Sendable {
    private static let interval = Duration.seconds(5)
    /// The same number of concurrent calls as the manager.
    private static let lanes = 4

    private let course: Course
    private let pacing: Pacing
    private let provider: any Provider
    private let worker: ScriptWorker
    private let place: WaitingPlace
    private var queue: [(order: WaitingOrders.Order, due: Duration)]
    private var outcome = Outcome()

    init(_ waiting: WaitingOrders, _ place: WaitingPlace) {
        self.place = place
        let course = Course(waiting, place)
        self.course = course
        pacing = Pacing(waiting.market.limit, in: course.world)
        provider = waiting.market.adapter(PacedWire(wire: course.wire, pacing: pacing))
        worker = ScriptWorker(
            executable: place.binary, limits: place.limits, executor: course.steps.forActors)
        queue = waiting.orders.map { ($0, .zero) }
    }

    func run() throws -> Outcome {
        course.spawn { [course, worker] in
            // The end of the course cancels this.
            try? await course.steps.sleep(.days(1))
            await worker.shutDown()
        }
        course.spawn {
            try await self.load()
            for _ in 0..<Self.lanes { self.course.spawn { try await self.poll() } }
        }
        try course.run()
        outcome.miss(course.waiting.orders.count - outcome.delays.values.count)
        outcome.requests = course.counter.requests
        outcome.refused = course.counter.refused
        return outcome
    }

    private func load() async throws {
        let loaded = await worker.load(
            WaitingPlace.script, source: WaitingPlace.source, now: course.world.now())
        if case .failure(let failure) = loaded { throw failure }
    }

    private func poll() async throws {
        let steps = course.steps
        while !course.isOver {
            guard let next = queue.first, next.due <= steps.uptime else {
                let pause = queue.first.map { $0.due - steps.uptime } ?? .milliseconds(100)
                try await steps.sleep(pause)
                continue
            }
            queue.removeFirst()
            let due = steps.uptime + Self.interval
            if let message = await check(next.order) {
                try await hand(message, of: next.order)
            } else {
                queue.append((next.order, due))
            }
        }
    }

    private func check(_ order: WaitingOrders.Order) async -> ReceivedMessage? {
        do throws(ProviderError) {
            return try await provider.glance(at: order.purchase.providerID).value.messages.first
        } catch {
            if case .rateLimited(let after) = error { pacing.pause(after ?? .seconds(10)) }
            return nil
        }
    }

    private func hand(_ message: ReceivedMessage, of order: WaitingOrders.Order) async throws {
        let call = HandlerCall(.onMessage, [["text": .string(message.text)]])
        let report = await worker.run(WaitingPlace.script, call, now: course.world.now()) { _ in
            .success(.null)
        }
        if let failure = report.failure { throw failure }
        guard message.text.contains(order.code) else {
            throw BenchFailure("\(message.text) is not what \(order.code) was sent with.")
        }
        outcome.add(course.steps.uptime - order.codeAt)
        guard outcome.delays.values.count == course.waiting.orders.count else { return }
        course.isOver = true
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
private struct PacedWire: Transport {
    let wire: CounterWire
    let pacing: Pacing

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        do {
            try await pacing.turn()
        } catch {
            throw .cancelled(host: "counter.test")
        }
        return try await wire.send(call, deadline: deadline, limit: limit)
    }
}
