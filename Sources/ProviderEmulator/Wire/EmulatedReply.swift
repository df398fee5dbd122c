/// A provider's complete answer, before any fault on the wire.
package struct EmulatedReply: Sendable {
    package var status: Int
    /// Without `Date` and `Content-Length`, which the server adds.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int = 200, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON answer, with the providers' content type.
    package init(status: Int = 200, _ json: JSON) {
        self.init(
            status: status, headers: [("Content-Type", "application/json; charset=utf-8")],
            body: Array(json.description.utf8))
    }

    /// An answer that is a web page.
    package init(status: Int, html: String, headers: [(name: String, value: String)] = []) {
        self.init(
            status: status, headers: [("Content-Type", "text/html; charset=UTF-8")] + headers,
            body: Array(html.utf8))
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
