import Lines
import ProviderEmulator
import Providers
import Transport
import VirtualTime

/// Waiting lines at one provider, and when each gets which code: chosen once from a seed, and the
/// same for every contender.
struct WaitingOrders: Sendable {
    struct Order: Sendable {
        let kind: LineKind
        let purchase: Purchase
        /// Since the purchase of all orders.
        let codeAt: Duration
        let code: String

        var text: String { "\(code) is your verification code." }
    }

    let measured: MeasuredProvider
    let crowd: WaitingCrowd
    let seed: UInt64
    let orders: [Order]
    /// The provider's books right after the last purchase.
    let books: any EmulatedProvider

    /// 2026-01-01 00:00 UTC, when all are bought.
    static let origin = Instant(milliseconds: 1_767_225_600_000)
    /// How long codes continue to arrive.
    private static let span = Duration.minutes(10)
    /// The time that a rental takes to be switched on for the first time; until then it receives
    /// nothing.
    private static let waking = Duration.seconds(30)

    /// Buys them. Must be called on the thread that uses this afterwards.
    init(_ crowd: WaitingCrowd, at measured: MeasuredProvider, seed: UInt64) throws {
        let executor = VirtualExecutor(chance: Chance(seed: seed))
        let counted = CountedProvider(
            measured.books(seed, Self.origin), origin: Self.origin, executor: executor)
        let world = World(at: Self.origin, executor: executor, chance: Chance(seed: seed))
        let adapter = measured.adapter(
            CountedNetwork(counted: counted, executor: executor, chance: nil, world: world))
        let shopping = Shopping()
        Task(executorPreference: executor) {
            await shopping.buy(crowd.activations, of: measured, from: adapter)
            await shopping.rent(crowd.rentals, of: measured, from: adapter)
        }
        let count = crowd.activations + crowd.rentals
        guard executor.settle(), shopping.purchases.count == count else {
            throw BenchFailure(
                "only \(shopping.purchases.count) of \(count) numbers could be bought of "
                    + "\(measured.name): \(shopping.trouble).")
        }
        let chance = Chance(seed: seed &+ 1)
        orders = shopping.purchases.enumerated().map { index, purchase in
            let kind: LineKind = index < crowd.activations ? .activation : .rental
            let from = kind == .rental ? Self.waking : .zero
            return Order(
                kind: kind, purchase: purchase,
                codeAt: crowd.quiet + chance.between(from, Self.span),
                code: String(100_000 + index * 7))
        }
        self.crowd = crowd
        books = measured.limited.map { $0(counted.books) } ?? counted.books
        self.measured = measured
        self.seed = seed
    }
}

/// Buys one of each in turn until there are enough.
private final class Shopping: @unchecked Sendable {
    private(set) var purchases: [Purchase] = []
    private(set) var trouble = "there are no more"

    func buy(_ count: Int, of measured: MeasuredProvider, from adapter: any Provider) async {
        var shelf = measured.countries.flatMap { country in
            measured.services.map { ActivationOrder(service: $0, country: country) }
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

    /// Rents one of each in turn.
    func rent(_ count: Int, of measured: MeasuredProvider, from adapter: any Provider) async {
        do throws(ProviderError) {
            for index in 0..<count {
                let offer = measured.rentals[index % measured.rentals.count]
                let named = adapter.naming("rental-\(index)")
                purchases.append(try await named.rent(RentalOrder(offer: offer, days: 7)).value)
            }
        } catch {
            trouble = "\(error)"
        }
    }
}

extension World {
    /// A world that uses the time of the steps.
    init(at origin: Instant, executor: VirtualExecutor, chance: Chance) {
        self.init(
            now: { origin + executor.uptime }, uptime: { executor.uptime },
            sleep: { try await executor.sleep($0) }, random: { chance.below($0) },
            identifier: { String(chance.next(), radix: 36) + String(chance.next(), radix: 36) })
    }
}
