import TestSupport
import Transport

/// A provider's side: its own emulator, whose books and faults are controlled over HTTP.
struct EmulatedSide: Sendable {
    /// The providers that stories are played with.
    enum Kind: String, Sendable {
        case smspool
        case handlerAPI = "handler-api"
        /// The same, known to carry out an order once under one name.
        case repeatable = "handler-api with names"

        /// Its name at the emulator.
        var emulated: String { self == .smspool ? "smspool" : "handler-api" }
    }

    let name: String
    let kind: Kind
    let url: String
    let controls: EmulatorControls

    init(
        _ name: String, _ kind: Kind = .smspool, url: String, over network: any Transport
    ) {
        self.name = name
        self.kind = kind
        self.url = url
        controls = EmulatorControls(of: url, over: network)
    }

    /// Makes the next `count` requests to an endpoint fail.
    func set(_ fault: FaultCase, on endpoint: String, count: Int) async throws {
        try await controls.set(fault.ordered(on: endpoint, of: kind.emulated, count: count))
    }
}
