/// A request for a provider's state machine: its target and content.
///
/// Created from raw HTTP by `init(method:target:headers:body:)`, or directly by a test or a
/// simulation without HTTP.
package struct EmulatedRequest: Sendable {
    /// `GET` or `POST`.
    package var method: String
    /// The path without its query. Inside a provider: relative to the provider's prefix and without
    /// a leading slash, such as `purchase/sms`.
    package var path: String
    /// Path and query as received.
    package let target: String
    package var headers: [(name: String, value: String)]
    /// The parameters of body and query, percent-decoded; the body's come first.
    package var parameters: [(name: String, value: String)]
    /// The body as received, for the controls, which take JSON.
    package var body: [UInt8]

    /// A request created directly, with its parameters already decoded.
    package init(
        _ path: String, _ parameters: KeyValuePairs<String, String> = [:],
        method: String = "POST", headers: [(name: String, value: String)] = []
    ) {
        self.method = method
        self.path = path
        self.target = path
        self.headers = headers
        self.parameters = parameters.map { ($0.key, $0.value) }
        self.body = []
    }

    /// A request from HTTP.
    ///
    /// A body is decoded as a form if its content type says so, whatever the method: some providers
    /// document a GET with a multipart body.
    ///
    /// - Parameter target: path and query, such as `/smspool/request/balance?key=…`.
    package init(
        method: String, target: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        self.path = String(parts.first ?? "")
        self.target = target
        self.headers = headers
        self.body = body
        let contentType = headers.first { $0.name.lowercased() == "content-type" }?.value ?? ""
        self.parameters =
            FormParameters.read(body: body, contentType: contentType)
            + FormParameters.urlEncoded(parts.count > 1 ? parts[1] : "")
    }

    /// The parameter with that name, or nil if it is missing or empty. Names are case-sensitive.
    package func value(_ name: String) -> String? {
        parameters.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The first header with that name, ignoring case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The token of an `Authorization: Bearer` header.
    package var bearer: String? {
        guard let header = header("authorization"), header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(header.dropFirst(7).drop { $0 == " " })
    }
}
