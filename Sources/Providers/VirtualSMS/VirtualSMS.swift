import Lines
package import Transport

/// An account with VirtualSMS: activations that can be swapped, rentals, and webhooks.
///
/// The key goes into the `X-API-Key` header and nowhere else, and not at all into calls that anybody
/// may make. Each answer is read for what it says: names differ between a purchase and a list of the
/// same orders, and some refusals are nothing but a sentence.
package struct VirtualSMS: Provider {
    package static let baseURL = "https://virtualsms.io"

    let transport: any Transport
    /// Where the paths of the document begin, up to and with `v1`.
    let root: String
    let key: Secret
    let timeZone: AccountZone
    let deadlines: Deadlines
    /// Under what name the next call that changes something is made; nil leaves it out.
    private(set) var request: String?

    /// - Parameters:
    ///   - baseURL: the server, with or without the `/api/v1` of the document at its end.
    ///   - timeZone: the zone of times in answers that name none; those seen all end in `Z`.
    package init(
        transport: any Transport, baseURL: String = VirtualSMS.baseURL, key: Secret,
        timeZone: AccountZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        let base = baseURL.trimmed.trimming(suffix: "/")
        root = base.hasSuffix("/v1") ? base : "\(base)/api/v1"
        self.key = key
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.virtualsms) }

    /// The name goes into `X-Idempotency-Key`, as the provider's own clients send it.
    package func naming(_ request: String) -> any Provider {
        var account = self
        account.request = request
        return account
    }
}
