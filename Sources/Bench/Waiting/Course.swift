import Lines
import Providers
import Transport
import VirtualTime

/// The same conditions for every contender: the counter with a copy of the books, the connection to
/// it, and the codes that arrive there independently of requests.
final class Course: @unchecked Sendable {
    /// The lifetime of most orders: a code noticed later is useless.
    private static let longest = Duration.minutes(20)

    let waiting: WaitingOrders
    let steps: Steps
    let world: World
    let counter: Counter
    let wire: CounterWire
    private var tasks: [Task<Void, Never>] = []
    private var failure: (any Error)?
    private let interruption: Interruption
    /// Set by a contender whose scripts have seen every code.
    var isOver = false

    init(_ waiting: WaitingOrders, _ place: WaitingPlace) {
        interruption = place.interruption
        self.waiting = waiting
        let steps = Steps(chance: Chance(seed: waiting.seed &+ 2))
        self.steps = steps
        let origin = WaitingOrders.origin
        let world = World(at: origin, steps: steps, chance: Chance(seed: waiting.seed &+ 3))
        self.world = world
        let market = waiting.market
        let counter = Counter(
            waiting.books, turnstile: market.limited == nil ? Turnstile(market.limit) : nil,
            origin: origin, steps: steps)
        self.counter = counter
        wire = CounterWire(
            counter: counter, steps: steps, chance: Chance(seed: waiting.seed &+ 4), world: world)
    }

    /// Starts a part of it; an error ends all of it.
    func spawn(_ body: @escaping @Sendable () async throws -> Void) {
        tasks.append(
            Task(executorPreference: steps) {
                do {
                    try await body()
                } catch is CancellationError {
                    return
                } catch {
                    self.failure = self.failure ?? error
                }
            })
    }

    /// Lets time pass until it is over or has reached its limit.
    func run() throws {
        spawn { try await self.deliver() }
        while !isOver {
            guard steps.settle() else { throw BenchFailure("a moment has no end.") }
            if let failure { throw failure }
            if interruption.hasCome { throw CancellationError() }
            guard !isOver, steps.uptime < Self.longest else { break }
            _ = steps.advance(to: Self.longest)
        }
        isOver = true
        for task in tasks { task.cancel() }
        guard steps.settle() else { throw BenchFailure("something goes on after its end.") }
    }

    private func deliver() async throws {
        for order in waiting.orders.sorted(by: { $0.codeAt < $1.codeAt }) {
            try await steps.sleep(order.codeAt - steps.uptime)
            try counter.deliver(order.text, to: order.purchase.number ?? "")
        }
    }
}

/// The results of one contender.
struct Outcome: Sendable {
    /// From "the provider has the code" to "the script has run", in seconds; infinite for those
    /// missed.
    private(set) var delays = Sample()
    /// Codes that were not noticed before the end.
    private(set) var missed = 0
    var requests = 0
    var refused = 0

    mutating func add(_ other: Outcome) {
        for delay in other.delays.values { delays.add(delay) }
        missed += other.missed
        requests += other.requests
        refused += other.refused
    }

    mutating func add(_ delay: Duration) { delays.add(delay.seconds) }

    mutating func miss(_ count: Int = 1) {
        for _ in 0..<count { delays.add(.infinity) }
        missed += count
    }

    var requestsPerCode: Double { Double(requests) / Double(delays.values.count - missed) }
}
