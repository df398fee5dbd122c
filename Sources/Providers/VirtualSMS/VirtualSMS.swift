package import Lines
package import Transport

/// An account with VirtualSMS: activations that can be swapped, rentals, and webhooks.
///
/// The key goes only into the `X-API-Key` header, and not at all into public calls. Each answer is
/// read by meaning: names differ between a purchase and a list of the same orders, and some
/// refusals are only a sentence.
package struct VirtualSMS: Provider {
    package static let baseURL = "https://virtualsms.io"

    let transport: any Transport
    /// The root of the document's paths, up to and including `v1`.
    let root: String
    let key: Secret
    let timeZone: LocalZone
    let deadlines: Deadlines
    /// The idempotency name of the next changing call; nil leaves it out.
    private(set) var request: String?

    /// - Parameters:
    ///   - baseURL: the server, with or without the document's `/api/v1`.
    ///   - timeZone: the zone of times that name none; all those seen end in `Z`.
    package init(
        transport: any Transport, baseURL: String = VirtualSMS.baseURL, key: Secret,
        timeZone: LocalZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        let base = baseURL.trimmed.trimming(suffix: "/")
        root = base.hasSuffix("/v1") ? base : "\(base)/api/v1"
        self.key = key
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.virtualsms) }

    /// The name goes into `X-Idempotency-Key`, as in the provider's own clients.
    package func naming(_ request: String) -> any Provider {
        var account = self
        account.request = request
        return account
    }
}
