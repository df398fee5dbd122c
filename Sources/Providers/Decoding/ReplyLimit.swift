/// How many bytes of an answer are read, by what it may hold.
///
/// Texts are somebody else's: whoever knows a number decides how long an answer about it is, and a rental
/// is listed with all it ever received. A limit that texts can reach makes a line deaf for good.
enum ReplyLimit {
    /// Answers that carry what was received: some seventy thousand messages of a rental.
    static let texts = 32 << 20
    /// Lists of what is sold or held.
    static let lists = 4 << 20
    static let plain = 1 << 20
    /// What a webhook is called with.
    static let pushed = 1 << 20
}
