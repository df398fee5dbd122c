import Control
import Lines

/// Sums of the ledger, with a bar for each.
extension SpendSumRecord: Listable {
    static let nothing: SafeText = "No charges or refunds."

    static let columns: [Column<SpendSumRecord>] = [
        Column("name", "NAME", least: 24, shown: { sum, _ in sum.shownName }) { Cell($0.name) },
        Column("label") { Cell($0.label) },
        Column("charges", "CHARGES", rank: 3, alignment: .right) { .integer(Int64($0.charges)) },
        Column("charged", "CHARGED", rank: 2, alignment: .right) { .decimal($0.charged) },
        Column("returned", "RETURNED", rank: 2, alignment: .right) { .decimal($0.returned) },
        Column(
            "spent", "SPENT", alignment: .right,
            shown: { sum, _ in "\(sum.spent) \(sum.currency)" }
        ) { .decimal($0.spent) },
        Column("currency") { .text($0.currency) },
    ]

    private var shownName: String {
        guard let name else { return "other" }
        return label.map { "\(name)  \($0)" } ?? name
    }

    var money: Money? { Money(decimal: spent, currency: currency) }
}
