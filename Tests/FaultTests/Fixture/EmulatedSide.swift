import TestSupport
import Transport

/// A provider's side: its own emulator, whose books and faults are controlled over HTTP.
struct EmulatedSide: Sendable {
    let name: String
    let url: String
    let controls: EmulatorControls

    init(_ name: String, url: String, over network: any Transport) {
        self.name = name
        self.url = url
        controls = EmulatorControls(of: url, over: network)
    }

    /// Makes the next `count` requests to an endpoint fail.
    func set(_ fault: FaultCase, on endpoint: String, count: Int) async throws {
        try await controls.set(fault.ordered(on: endpoint, count: count))
    }
}
