package import Lines
package import Transport

/// An account with SMSPool.
///
/// Supports both generations of the protocol: that of the public document, in which every number
/// may be a string, every list an object and every refusal comes with HTTP 200, and that of the
/// current servers. The generation is never determined; each answer is read by meaning.
///
/// The key goes into the body of a POST, as in the document, and also into a bearer header, the
/// only documented place for some calls. It is never part of a URL: the two catalogue calls that
/// are GETs need no key.
package struct SMSPool: Provider {
    package static let baseURL = "https://api.smspool.net"

    let transport: any Transport
    let baseURL: String
    let key: Secret
    let timeZone: LocalZone
    let deadlines: Deadlines
    /// The messages of rentals as last read.
    let received = AnswerMemory<[ReceivedMessage]>()

    /// - Parameters:
    ///   - baseURL: the root of the paths; may include a path itself.
    ///   - timeZone: the zone of times that name none. Not documented; the document's sample of an
    ///     active order is consistent with two hours east of UTC, in May.
    package init(
        transport: any Transport, baseURL: String = SMSPool.baseURL, key: Secret,
        timeZone: LocalZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        self.baseURL = baseURL.trimmed.trimming(suffix: "/")
        self.key = key
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.smspool) }
}
