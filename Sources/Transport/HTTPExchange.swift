package import Lines

/// A request in the terms of adapters and channels, with only the HTTP features they use.
package struct HTTPCall: Sendable, Equatable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package var method: Method
    /// Absolute URL. Contains a key only if the provider's protocol has no other place for it.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?

    package init(
        _ method: Method, _ url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    package static func == (left: HTTPCall, right: HTTPCall) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.headers.elementsEqual(right.headers, by: ==)
    }
}

/// A complete response. Bodies are limited while they are read, so holding one is safe.
package struct HTTPReply: Sendable, Equatable {
    package var status: Int
    /// Names as received; `value(of:)` ignores case.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// The best estimate of the time at the sender; nil if only its `Date` is known.
    package var there: Instant?

    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name.
    package func value(of name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package static func == (left: HTTPReply, right: HTTPReply) -> Bool {
        left.status == right.status && left.body == right.body
            && left.headers.elementsEqual(right.headers, by: ==)
    }
}
