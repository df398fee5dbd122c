/// What a word or phrase of the table tells about the numbers beside it.
package struct WordKind: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Names a one-time code and nothing else: "verification code", "OTP", "TAN".
    static let otp = WordKind(rawValue: 1 << 0)
    /// Names a code, and other things too: "code", "PIN", "password".
    static let code = WordKind(rawValue: 1 << 1)
    /// Asks to type something in: "enter", "use". Counts only right beside a number.
    static let weak = WordKind(rawValue: 1 << 2)
    /// Stands between a word and its number: "is", "lautet".
    static let link = WordKind(rawValue: 1 << 3)
    /// Names a number that is no code: "order", "room", "account".
    static let noun = WordKind(rawValue: 1 << 4)
    /// The same, and never a description of a code: "order number", "ending in", "promo code".
    static let other = WordKind(rawValue: 1 << 5)
    /// Stands behind a number that is no code: "nolu", "points", "per week".
    static let after = WordKind(rawValue: 1 << 6)
    /// Advertises: there, "code" alone is a promotion code.
    static let promotion = WordKind(rawValue: 1 << 7)
    /// Speaks of logging in or of secrecy: there, "code" is a one-time code.
    static let access = WordKind(rawValue: 1 << 8)
    /// A currency, before or behind an amount.
    static let currency = WordKind(rawValue: 1 << 9)
    static let second = WordKind(rawValue: 1 << 10)
    static let minute = WordKind(rawValue: 1 << 11)
    static let hour = WordKind(rawValue: 1 << 12)
    static let day = WordKind(rawValue: 1 << 13)
    /// Says that a time is how long a code is good: "valid", "expires".
    static let valid = WordKind(rawValue: 1 << 14)
    /// Says that a time is something else: "ago", "wait".
    static let invalid = WordKind(rawValue: 1 << 15)
    /// A number in letters, written `five=5`.
    static let count = WordKind(rawValue: 1 << 16)
    /// An abbreviation whose dot does not end a sentence.
    static let short = WordKind(rawValue: 1 << 17)

    /// Speaks of the number itself: "number", "digits". Between a word that asks to type it in and the
    /// number it counts for nothing.
    static let digits = WordKind(rawValue: 1 << 18)

    /// Is so common that a text with it is in a language whose words the table knows well.
    static let plain = WordKind(rawValue: 1 << 19)

    static let names: [(name: String, kind: WordKind)] = [
        ("otp", .otp), ("code", .code), ("weak", .weak), ("link", .link), ("noun", .noun),
        ("other", .other), ("after", .after), ("promotion", .promotion), ("access", .access),
        ("currency", .currency), ("second", .second), ("minute", .minute), ("hour", .hour),
        ("day", .day), ("valid", .valid), ("invalid", .invalid), ("count", .count),
        ("short", .short), ("digits", .digits), ("plain", .plain),
    ]

    /// Words that a number can belong to.
    static let cues: WordKind = [.otp, .code, .weak, .noun, .other, .after]
    static let durations: WordKind = [.second, .minute, .hour, .day]
}
