import Lines
import ProviderEmulator
import Providers
import Transport
import VirtualTime

/// Waiting orders at one provider, and when each gets which code: chosen once from a seed, and the
/// same for every contender.
struct WaitingOrders: Sendable {
    struct Order: Sendable {
        let purchase: Purchase
        /// Since the purchase of all orders.
        let codeAt: Duration
        let code: String

        var text: String { "\(code) is your verification code." }
    }

    let market: Market
    let seed: UInt64
    let orders: [Order]
    /// The provider's books right after the last purchase.
    let books: any EmulatedProvider

    /// 2026-01-01 00:00 UTC, when all are bought.
    static let origin = Instant(milliseconds: 1_767_225_600_000)
    /// How long codes continue to arrive.
    private static let span = Duration.minutes(10)

    /// Buys them. Must be called on the thread that uses this afterwards.
    init(_ count: Int, at market: Market, seed: UInt64) throws {
        let steps = Steps(chance: Chance(seed: seed))
        let counter = Counter(market.books(seed, Self.origin), origin: Self.origin, steps: steps)
        let world = World(at: Self.origin, steps: steps, chance: Chance(seed: seed))
        let adapter = market.adapter(
            CounterWire(counter: counter, steps: steps, chance: nil, world: world))
        let shopping = Shopping()
        Task(executorPreference: steps) {
            await shopping.buy(count, of: market, from: adapter)
        }
        guard steps.settle(), shopping.purchases.count == count else {
            throw BenchFailure(
                "only \(shopping.purchases.count) of \(count) numbers could be bought of "
                    + "\(market.name): \(shopping.trouble).")
        }
        let chance = Chance(seed: seed &+ 1)
        orders = shopping.purchases.enumerated().map { index, purchase in
            Order(
                purchase: purchase, codeAt: chance.between(.zero, Self.span),
                code: String(100_000 + index * 7))
        }
        books = market.limited.map { $0(counter.books) } ?? counter.books
        self.market = market
        self.seed = seed
    }
}

/// Buys one of each in turn until there are enough.
private final class Shopping: @unchecked Sendable {
    private(set) var purchases: [Purchase] = []
    private(set) var trouble = "there are no more"

    func buy(_ count: Int, of market: Market, from adapter: any Provider) async {
        var shelf = market.countries.flatMap { country in
            market.services.map { ActivationOrder(service: $0, country: country) }
        }
        while purchases.count < count, !shelf.isEmpty {
            let order = shelf.removeFirst()
            do throws(ProviderError) {
                let named = adapter.naming("order-\(purchases.count)")
                purchases.append(try await named.order(order).value)
                shelf.append(order)
            } catch .outOfStock {
                continue
            } catch {
                trouble = "\(error)"
                return
            }
        }
    }
}

extension World {
    /// A world that uses the time of the steps.
    init(at origin: Instant, steps: Steps, chance: Chance) {
        self.init(
            now: { origin + steps.uptime }, uptime: { steps.uptime },
            sleep: { try await steps.sleep($0) }, random: { chance.below($0) },
            identifier: { String(chance.next(), radix: 36) + String(chance.next(), radix: 36) })
    }
}
