import Keeping
import Lines
import Transport

/// The one call that a heartbeat is: to the address as it is while all is well, otherwise to the one
/// with `/fail` after it, as healthchecks.io and others take it.
struct HeartbeatCall {
    let call: HTTPCall

    /// - Parameter reason: why all is not well; nil if it is.
    init(_ settings: HeartbeatSettings, reason: String?) throws(WebAddressFault) {
        let address = try WebAddress(settings.url.reveal())
        let headers =
            [(name: "User-Agent", value: "linekeeper")]
            + (address.login.map { [(name: "Authorization", value: $0.authorization)] } ?? [])
        guard let reason else {
            call = HTTPCall(Self.method(settings.method), address.url, headers: headers)
            return
        }
        let parts = address.url.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts[0].hasSuffix("/") ? parts[0].dropLast() : parts[0]
        let query = parts.count > 1 ? "?\(parts[1])" : ""
        call = HTTPCall(
            .post, "\(base)/fail\(query)",
            headers: headers + [(name: "Content-Type", value: "text/plain; charset=utf-8")],
            body: Array(reason.utf8))
    }

    private static func method(_ method: HeartbeatSettings.Method) -> HTTPCall.Method {
        switch method {
        case .get: .get
        case .head: .head
        case .post: .post
        }
    }
}

/// Why all is not well, in a few words that name neither keys nor texts.
struct HeartbeatReason {
    private static let named = 5

    /// Nil if all is well.
    let text: String?

    init(of troubles: [TroubleEntry]) {
        let grave = troubles.map(\.trouble).filter(\.kind.isGrave)
        let words = grave.prefix(Self.named).map { trouble in
            trouble.subject.isEmpty
                ? trouble.kind.words : "\(trouble.kind.words): \(trouble.subject)"
        }
        let more = grave.count > Self.named ? ["\(grave.count - Self.named) more"] : []
        text = grave.isEmpty ? nil : (words + more).joined(separator: "; ")
    }
}
