/// A webhook call by an emulated provider to a subscriber's address.
///
/// The state machine only says which calls are due; its owner makes them and reports the result.
package struct WebhookCall: Sendable {
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
