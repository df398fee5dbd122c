import Lines

/// Bars for a column of amounts, to the scale of the greatest one of the same currency.
struct BarChart: Sendable {
    private let greatest: [String: Int64]
    private let width: Int
    /// What a bar is made of: a block on a screen, a sign that every program can show elsewhere.
    private let mark: Character

    private static let (narrowest, widest) = (8, 40)
    /// What the other columns of the table need.
    private static let others = 48

    /// - Parameter screen: the columns of the screen; nil if there is none.
    init(_ amounts: [Money], screen: Int?) {
        greatest = amounts.reduce(into: [:]) { greatest, amount in
            greatest[amount.currency] = max(greatest[amount.currency] ?? 0, amount.tenThousandths)
        }
        width = screen.map { min(max($0 - Self.others, Self.narrowest), Self.widest) } ?? 20
        mark = screen == nil ? "#" : "█"
    }

    /// Empty if nothing was spent; otherwise at least one mark.
    func bar(_ amount: Money?) -> String {
        guard let amount, amount.tenThousandths > 0,
            let whole = greatest[amount.currency], whole > 0
        else { return "" }
        let share = Double(amount.tenThousandths) / Double(whole)
        return String(repeating: mark, count: max(1, Int((share * Double(width)).rounded())))
    }
}
