package import Lines
package import Transport

/// An account with 1001SMS: activations only, each sold by one of several operators.
///
/// Every answer is an envelope, `{success, data}` or `{success, error}`. Its content is read by
/// meaning, because names and types differ between calls and some answers lack the envelope.
///
/// The key goes only into the bearer header. The document also allows it in the query, where every
/// proxy and log on the way would keep it.
package struct SMS1001: Provider {
    package static let baseURL = "https://www.1001sms.com"

    let transport: any Transport
    /// The root of the document's paths, up to and including `v1`.
    let root: String
    let key: Secret
    let timeZone: LocalZone
    let deadlines: Deadlines

    /// - Parameters:
    ///   - baseURL: the server, with or without the document's `/api/v1`. One of the document's
    ///     samples has another port and only `/v1`, so an address with `/v1` is used as it is.
    ///   - timeZone: the zone of times that name none; the document's all end in `Z`.
    package init(
        transport: any Transport, baseURL: String = SMS1001.baseURL, key: Secret,
        timeZone: LocalZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        let base = baseURL.trimmed.trimming(suffix: "/")
        root = base.hasSuffix("/v1") ? base : "\(base)/api/v1"
        self.key = key
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.sms1001) }
}
