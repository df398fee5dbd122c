/// How many bytes of an answer are read, by its content.
///
/// Message texts come from strangers: anybody who knows a number decides how long the answers about
/// it are, and a rental is listed with everything it ever received. If texts could reach the limit,
/// the line could never be read again.
enum ReplyLimit {
    /// Answers with received messages: about seventy thousand messages of a rental.
    static let texts = 32 << 20
    /// Lists of offers or holdings.
    static let lists = 4 << 20
    static let plain = 1 << 20
    /// The body of a webhook call.
    static let pushed = 1 << 20
}
