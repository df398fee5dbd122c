import Lines
import ProviderEmulator
import Providers
import Transport
import VirtualTime

/// Orders that wait at one provider, and when each of them gets which code: drawn once from a seed, then
/// given to every contender alike.
struct WaitingOrders: Sendable {
    struct Order: Sendable {
        let purchase: Purchase
        /// Since all were bought.
        let codeAt: Duration
        let code: String

        var text: String { "\(code) is your verification code." }
    }

    let market: Market
    let seed: UInt64
    let orders: [Order]
    /// The provider's books in the moment after the last was bought.
    let books: any EmulatedProvider

    /// 2026-01-01 00:00 UTC, when all are bought.
    static let origin = Instant(milliseconds: 1_767_225_600_000)
    /// How long codes go on arriving.
    private static let span = Duration.minutes(10)

    /// Buys them. To be called on the thread that will be asked for the rest of this.
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

/// Buys of everything in turn, until there is enough.
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
    /// A world whose time is that of the steps.
    init(at origin: Instant, steps: Steps, chance: Chance) {
        self.init(
            now: { origin + steps.uptime }, uptime: { steps.uptime },
            sleep: { try await steps.sleep($0) }, random: { chance.below($0) },
            identifier: { String(chance.next(), radix: 36) + String(chance.next(), radix: 36) })
    }
}
