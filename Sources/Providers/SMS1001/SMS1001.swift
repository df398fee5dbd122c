import Lines
package import Transport

/// An account with 1001SMS: activations only, each sold by one of several operators.
///
/// Every answer is an envelope, `{success, data}` or `{success, error}`. What stands inside is read
/// for what it says, since names and types change from call to call and some answers come without the
/// envelope.
///
/// The key goes into the bearer header and nowhere else: the document allows it in the query, where
/// every proxy and log on the way would keep it.
package struct SMS1001: Provider {
    package static let baseURL = "https://www.1001sms.com"

    let transport: any Transport
    /// Where the paths of the document begin, up to and with `v1`.
    let root: String
    let key: Secret
    let timeZone: AccountZone
    let deadlines: Deadlines

    /// - Parameters:
    ///   - baseURL: the server, with or without the `/api/v1` of the document at its end. One of the
    ///     document's samples has another port and only `/v1`, so that is taken as it is.
    ///   - timeZone: the zone of times in answers that name none; the document's all end in `Z`.
    package init(
        transport: any Transport, baseURL: String = SMS1001.baseURL, key: Secret,
        timeZone: AccountZone = .utc, deadlines: Deadlines = Deadlines()
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
