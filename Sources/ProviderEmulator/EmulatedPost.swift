/// Something an emulated provider sends by itself: a post to an address somebody subscribed with.
///
/// The state machine only says what is due; whoever holds it carries it out and says how it went.
package struct EmulatedPost: Sendable {
    package var id: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(
        id: String, url: String, headers: [(name: String, value: String)], body: [UInt8]
    ) {
        self.id = id
        self.url = url
        self.headers = headers
        self.body = body
    }
}
