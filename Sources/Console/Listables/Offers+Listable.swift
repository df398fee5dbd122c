import Control
import Lines

/// Offers as lists.
extension OfferRecord: Listable {
    static let nothing: SafeText = "No offers."

    static let columns: [Column<OfferRecord>] = [
        Column("offer", "OFFER") { .text($0.offer) },
        // An activation is ordered by the name of its service.
        Column(
            "name", "NAME", rank: 1, least: 24,
            shown: { offer, _ in offer.name == offer.offer ? "" : offer.name }
        ) { .text($0.name) },
        Column("account", "ACCOUNT", rank: 3) { .text($0.account) },
        Column("kind", "KIND", rank: 6) { .text($0.kind) },
        Column("country", "COUNTRY", rank: 1) { Cell($0.country) },
        Column("days", "DAYS", rank: 1, alignment: .right) { Cell($0.days.map(Int64.init)) },
        Column("price", "PRICE", alignment: .right, shown: { offer, _ in offer.cost }) {
            Cell(decimal: $0.price)
        },
        Column("currency") { Cell($0.currency) },
        Column("stock", "STOCK", rank: 2, alignment: .right) { Cell($0.stock.map(Int64.init)) },
        Column("note", "NOTE", rank: 5, least: 24) { Cell($0.note) },
        Column("pool", "POOL", rank: 1) { Cell($0.pool) },
        Column("pool_name", "POOL NAME", rank: 7) { Cell($0.poolName) },
        Column(
            "success", "SUCCESS", rank: 2, alignment: .right,
            shown: { offer, _ in offer.success.map { "\($0) %" } ?? "" }
        ) { Cell($0.success.map(Int64.init)) },
        Column(tableOnly: "OWN", rank: 2, alignment: .right) { offer, _ in offer.own },
        Column("own_orders") { Cell($0.ownOrders.map(Int64.init)) },
        Column("own_codes") { Cell($0.ownCodes.map(Int64.init)) },
        Column(
            "median_wait", "WAIT", rank: 4, alignment: .right,
            shown: { offer, _ in
                offer.medianWait.map { RelativeTime.length(seconds: Int64($0)) } ?? ""
            }
        ) { Cell($0.medianWait.map(Int64.init)) },
        Column(
            "cost_per_code", "PER CODE", rank: 2, alignment: .right,
            shown: { offer, _ in offer.shownCostPerCode }
        ) { Cell(decimal: $0.costPerCode) },
    ]

    private var own: String {
        ownOrders.map { "\(ownCodes ?? 0) of \($0)" } ?? ""
    }

    /// An average has as many decimals as it happens to have: cut to three, so that they compare.
    private var shownCostPerCode: String {
        guard let cost = costPerCode.flatMap({ Money(decimal: $0) }) else { return "" }
        let thousandths = (cost.tenThousandths + 5) / 10
        return "\(thousandths / 1000)." + String(1000 + thousandths % 1000).dropFirst()
    }

    private var cost: String {
        guard let price else { return "" }
        return currency.map { "\(price) \($0)" } ?? price
    }
}

extension CatalogueRecord: Listable {
    static let nothing: SafeText = "Nothing found by that name."

    static let columns: [Column<CatalogueRecord>] = [
        Column("id", "ID") { .text($0.id) },
        Column("code", "CODE") { Cell($0.code) },
        Column("name", "NAME", least: 24) { .text($0.name) },
        Column("account", "ACCOUNT", rank: 1) { .text($0.account) },
    ]
}
