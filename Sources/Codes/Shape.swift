/// How the digits or letters of a possible code are written.
enum Shape: Equatable {
    /// 4 to 8 digits in a row.
    case digits
    /// 9 or 10 digits, or a group that may as well be a date or an amount: a code only right beside
    /// a word for one.
    case unusual
    /// `604-118`, `60 41 18`, `6 0 4 1 1 8`.
    case grouped
    /// Capital letters and digits.
    case mixed
    /// Small letters and digits.
    case small
    /// Letters alone.
    case letters

    /// The shape of digits in groups of these lengths; nil if no code is written so.
    static func ofGroups(_ lengths: [Int]) -> Shape? {
        switch lengths {
        case [3, 3], [3, 4], [4, 3], [4, 4], [2, 2, 2], [3, 3, 3]: .grouped
        default: (4...8).contains(lengths.count) && lengths.allSatisfy { $0 == 1 } ? .grouped : nil
        }
    }
}
