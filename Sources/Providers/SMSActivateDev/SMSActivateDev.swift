import Lines
package import Transport

/// An account with sms-activate.dev, a small REST protocol: JSON in, JSON out, the key in a header.
///
/// It sells only activations and has no lists: an order unknown here is lost. Its document
/// describes success but no refusals, so refusals are recognised first by the HTTP status and then
/// by any words.
package struct SMSActivateDev: Provider {
    package static let baseURL = "https://api.sms-activate.dev"

    let transport: any Transport
    let baseURL: String
    let key: Secret
    let deadlines: Deadlines

    /// - Parameter baseURL: the root of the paths; may include a path itself.
    package init(
        transport: any Transport, baseURL: String = SMSActivateDev.baseURL, key: Secret,
        deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        self.baseURL = baseURL.trimmed.trimming(suffix: "/")
        self.key = key
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.smsActivateDev) }
}
