package import Transport

/// What an account's messages are posted by: the form of a post and how it is signed.
package enum InboundDialect: String, CaseIterable, Sendable {
    /// This program's own: whatever signs a JSON object as its webhook channel does.
    case linekeeper
    /// SMS Gateway for Android, of sms-gate.app.
    case smsGateway = "sms-gateway"
    /// SmsForwarder, of pppscn.
    case smsForwarder = "smsforwarder"
    case textbee
    case twilio
    case telnyx
    case vonage

    /// The name of the key in the place where it is issued.
    package var keyName: String {
        switch self {
        case .linekeeper, .smsForwarder: "secret"
        case .smsGateway: "signing key"
        case .textbee: "signing secret"
        case .twilio: "auth token"
        case .telnyx: "public key"
        case .vonage: "signature secret"
        }
    }

    /// Whether the signature covers the public address of the receiver.
    package var signsAddress: Bool { self == .twilio }

    /// Why a text cannot be the key; nil if it can.
    package func fault(ofKey key: Secret) -> String? {
        guard self == .telnyx, TelnyxPost.publicKey(key) == nil else { return nil }
        return "must be Telnyx's public key: 32 bytes in base64"
    }

    /// What a post is answered with. Twilio sends a plain text back to the sender as an SMS.
    package var answer: PushAnswer {
        switch self {
        case .twilio: PushAnswer(contentType: "text/xml", body: "<Response/>\n")
        case .linekeeper, .smsGateway, .smsForwarder, .textbee, .telnyx, .vonage:
            PushAnswer(contentType: "text/plain", body: "200\n")
        }
    }

    /// The messages of a post; none if it is about something else.
    ///
    /// - Throws: `forged` or `stale` if it is not proved by the key, `unreadable` if it is not in the
    ///   form of this dialect.
    func read(_ request: PushRequest, key: Secret) throws(PushRefusal) -> [PostedMessage] {
        let one: PostedMessage?
        switch self {
        case .linekeeper: one = try LinekeeperPost.read(request, key: key)
        case .smsGateway: return try SMSGatewayPost.read(request, key: key)
        case .smsForwarder: one = try SMSForwarderPost.read(request, key: key)
        case .textbee: one = try TextbeePost.read(request, key: key)
        case .twilio: one = try TwilioPost.read(request, key: key)
        case .telnyx: one = try TelnyxPost.read(request, key: key)
        case .vonage: one = try VonagePost.read(request, key: key)
        }
        return one.map { [$0] } ?? []
    }
}
