import Accounts
import Lines
import Storage
import Transport

/// One payment for several services on one number: a line for each, charged with its own price, so
/// that each can be given back by itself.
extension KeeperLogic {
    /// The lines that a purchase brought besides the one it was recorded with.
    func siblings(of purchase: Purchase, by action: OpenAction) -> [Change] {
        guard let first = line(action.line) else { return [] }
        let book = book(of: action)
        return purchase.siblings.compactMap { sibling in
            guard book.lineByProviderID[sibling.providerID] == nil else { return nil }
            var line = Line(
                id: 0, account: first.account, provider: first.provider, kind: first.kind,
                state: .ordering, purchasedAt: first.purchasedAt)
            line.number = purchase.number
            line.country = first.country
            line.service = sibling.service.map { action.details.name(of: $0) }
            let plausible = book.plausible(sibling, of: line, at: moment)
            let events = line.apply(.bought(plausible), at: time(of: first.account))
            let charge = sibling.price.flatMap { price in
                price.tenThousandths > 0
                    ? LedgerEntry(
                        at: moment.now, account: first.account, line: nil, action: action.id,
                        kind: .charge, what: action.kind.rawValue, origin: action.origin,
                        amount: price) : nil
            }
            return .sibling(line, events, charge)
        }
    }
}

extension ActionDetails {
    /// A purchase with the agreed price of each of its services, where the provider tells none.
    func priced(_ purchase: Purchase) -> Purchase {
        guard let shared else { return purchase }
        func price(_ part: Purchase) -> Money? {
            if let told = part.price, told.tenThousandths > 0 { return told }
            return part.service.flatMap { word in shared.first { $0.isCalled(word) }?.price }
        }
        var purchase = purchase
        // The line belongs to the first service, if a list does not say.
        purchase.service = purchase.service ?? shared.first?.id
        purchase.price = price(purchase)
        for index in purchase.siblings.indices {
            purchase.siblings[index].price = price(purchase.siblings[index])
        }
        return purchase
    }

    /// The name of a service that the provider calls by this word.
    func name(of word: String) -> String {
        shared?.first { $0.isCalled(word) }?.name ?? word
    }
}

extension Purchase {
    /// The price of all its orders.
    var total: Money? {
        siblings.compactMap(\.price).reduce(price) { sum, price in sum.map { $0 + price } ?? price }
    }
}
