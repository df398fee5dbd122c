import Lines
package import Transport

/// An account with sms-activate.dev, a small REST protocol: JSON in, JSON out, the key in a header.
///
/// It sells activations and nothing else, and has no list of any kind: what was ordered is known here
/// or nowhere. Its document says what success looks like and nothing of refusals, so those are read
/// from the HTTP status first and from whatever words come with it second.
package struct SMSActivateDev: Provider {
    package static let baseURL = "https://api.sms-activate.dev"

    let transport: any Transport
    let baseURL: String
    let key: Secret
    let deadlines: Deadlines

    /// - Parameter baseURL: where the paths begin; may have a path itself.
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
