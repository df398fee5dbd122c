import Lines
import Providers
import Transport
import VirtualTime

/// The same conditions for every contender: the provider with a copy of the books, the connection
/// to it, and the codes that arrive there independently of requests.
final class WaitingTrial: @unchecked Sendable {
    /// The lifetime of most orders: a code noticed later is useless.
    private var longest: Duration { waiting.crowd.quiet + .minutes(20) }

    let waiting: WaitingOrders
    let executor: VirtualExecutor
    let world: World
    let counted: CountedProvider
    let network: CountedNetwork
    private var tasks: [Task<Void, Never>] = []
    private var failure: (any Error)?
    private let interruption: Interruption
    /// Set by a contender whose scripts have seen every code.
    var isOver = false

    init(_ waiting: WaitingOrders, _ setup: WaitingSetup) {
        interruption = setup.interruption
        self.waiting = waiting
        let executor = VirtualExecutor(chance: Chance(seed: waiting.seed &+ 2))
        self.executor = executor
        let origin = WaitingOrders.origin
        let world = World(at: origin, executor: executor, chance: Chance(seed: waiting.seed &+ 3))
        self.world = world
        let measured = waiting.measured
        let counted = CountedProvider(
            waiting.books, gate: measured.limited == nil ? RequestGate(measured.limit) : nil,
            origin: origin, executor: executor)
        self.counted = counted
        network = CountedNetwork(
            counted: counted, executor: executor, chance: Chance(seed: waiting.seed &+ 4),
            world: world)
    }

    /// Starts a part of it; an error ends all of it.
    func spawn(_ body: @escaping @Sendable () async throws -> Void) {
        tasks.append(
            Task(executorPreference: executor) {
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
            guard executor.settle() else { throw BenchFailure("a moment has no end.") }
            if let failure { throw failure }
            if interruption.hasCome { throw CancellationError() }
            guard !isOver, executor.uptime < longest else { break }
            _ = executor.advance(to: longest)
        }
        isOver = true
        for task in tasks { task.cancel() }
        guard executor.settle() else { throw BenchFailure("something goes on after its end.") }
    }

    private func deliver() async throws {
        for order in waiting.orders.sorted(by: { $0.codeAt < $1.codeAt }) {
            try await executor.sleep(order.codeAt - executor.uptime)
            try counted.deliver(order.text, to: order.purchase.number ?? "")
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
    /// How long the contender worked.
    var time = Duration.zero

    mutating func add(_ other: Outcome) {
        for delay in other.delays.values { delays.add(delay) }
        missed += other.missed
        requests += other.requests
        refused += other.refused
        time += other.time
    }

    mutating func add(_ delay: Duration) { delays.add(delay.seconds) }

    mutating func miss(_ count: Int = 1) {
        for _ in 0..<count { delays.add(.infinity) }
        missed += count
    }

    var requestsPerCode: Double { Double(requests) / Double(delays.values.count - missed) }
    var requestsPerMinute: Double { Double(requests) * 60 / time.seconds }
}
