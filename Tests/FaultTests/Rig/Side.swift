import TestSupport
import Transport

/// A provider's side: an emulator of its own, asked for its books and told what to break over HTTP.
struct Side: Sendable {
    let name: String
    let url: String
    let controls: EmulatorControls

    init(_ name: String, url: String, over network: any Transport) {
        self.name = name
        self.url = url
        controls = EmulatorControls(of: url, over: network)
    }

    /// Lets the next `count` requests to an endpoint go wrong.
    func set(_ fault: FaultCase, on endpoint: String, count: Int) async throws {
        try await controls.set(fault.ordered(on: endpoint, count: count))
    }
}
