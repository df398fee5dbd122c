import Transport

/// A network on which a busy machine is not mistaken for a receiver that does not answer: a call
/// may take far longer than the channel allows.
struct PatientTransport: Transport {
    private static let patience = Duration.seconds(120)

    let network: any Transport

    init(_ network: any Transport) { self.network = network }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        try await network.send(call, deadline: max(deadline, Self.patience), limit: limit)
    }

    func deliver(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        try await network.deliver(call, deadline: max(deadline, Self.patience), limit: limit)
    }
}
