import Lines
package import Transport

/// An account with SMSPool.
///
/// Speaks both generations of the protocol: the one of the public document, in which every number
/// may be a string, every list an object and every refusal comes under HTTP 200, and the one the
/// servers speak today. Which one answers is never asked; each answer is read for what it says.
///
/// The key goes into the body of a POST, as the document has it, and into a bearer header as well,
/// since of some calls only that is documented. It is never put into a URL: the two catalogue calls
/// that are GETs need none.
package struct SMSPool: Provider {
    package static let baseURL = "https://api.smspool.net"

    let transport: any Transport
    let baseURL: String
    let key: Secret
    let timeZone: AccountZone
    let deadlines: Deadlines
    /// What rentals had received when they were asked about last.
    let received = AnswerMemory<[ReceivedMessage]>()

    /// - Parameters:
    ///   - baseURL: where the paths begin; may have a path itself.
    ///   - timeZone: the zone of times in answers that name none. Documented nowhere; the document's
    ///     sample of an active order adds up two hours east of UTC, in May.
    package init(
        transport: any Transport, baseURL: String = SMSPool.baseURL, key: Secret,
        timeZone: AccountZone = .utc, deadlines: Deadlines = Deadlines()
    ) {
        self.transport = transport
        self.baseURL = baseURL.trimmed.trimming(suffix: "/")
        self.key = key
        self.timeZone = timeZone
        self.deadlines = deadlines
    }

    package var capabilities: Capabilities { .of(.smspool) }
}
