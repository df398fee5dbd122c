/// The provider's own books, exported by the emulator, with which the manager is compared.
struct Books: Sendable {
    struct Line: Decodable, Sendable {
        struct Message: Decodable, Sendable {
            var sender: String
            var text: String
            var delivered: Bool
        }

        var kind: String
        var id: String
        var number: String
        var state: String
        var price: String
        var expires_at: String
        var can_receive: Bool
        var messages: [Message]
    }

    struct Entry: Decodable, Sendable {
        var kind: String
        var what: String
        var line: String?
        var amount: String
    }

    struct Requests: Decodable, Sendable {
        var endpoint: String
        var status: Int
        var count: Int
    }

    var lines: [Line]
    var ledger: [Entry]
    var requests: [Requests]
}
