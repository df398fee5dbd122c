import Lines

/// Every refusal, as the word sent for it.
struct HandlerAPIRefusal: Error, Sendable {
    let word: String
    /// The text after the colon, or beside the word in JSON.
    var more: String?
    var info: JSON?

    init(_ word: String, _ more: String? = nil, info: JSON? = nil) {
        self.word = word
        self.more = more
        self.info = info
    }

    static let noActivation = HandlerAPIRefusal("NO_ACTIVATION")
    static let noRental = HandlerAPIRefusal("NO_ID_RENT")
    static let badStatus = HandlerAPIRefusal("BAD_STATUS")

    /// Text, but JSON for rentals; for newer calls with a status of its own.
    func reply(to action: HandlerAPIAction?, in dialect: HandlerAPIEmulator.Dialect)
        -> EmulatedReply
    {
        let status = dialect == .clone ? self.status : 200
        let isAboutKey = word == "BAD_KEY" || word == "BAD_ACTION"
        guard action?.isOfRentals == true, !isAboutKey else {
            return HandlerAPIWire.text(more.map { "\(word):\($0)" } ?? word, status: status)
        }
        var body: JSON = ["status": "error", "message": .string(word)]
        if let info { body = body.with(["info": info]) }
        return EmulatedReply(status: status, body)
    }

    private var status: Int {
        switch word {
        case "BAD_KEY": 401
        case "NO_ACTIVATION", "NO_ID_RENT", "BAD_ACTION": 404
        case "BANNED": 429
        default: 200
        }
    }
}
