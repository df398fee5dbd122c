import Lines
import ProviderEmulator
import Providers
import TestSupport
import Transport

/// An account with 1001SMS on its emulator without a network between them, so that what the suite
/// over HTTP has no words for can be told: pages, prices of operators, what a key may be used for.
typealias SMS1001InProcessEmulator = InProcessTransport<SMS1001Emulator>

extension InProcessTransport where Provider == SMS1001Emulator {
    convenience init(_ generation: EmulatorGeneration = .current) {
        let emulator = SMS1001Emulator(
            generation: generation, seed: 3, balance: EmulatorFixture.opening)
        self.init(InProcessEmulator(emulator, now: EmulatorFixture.start, sender: "WhatsApp"))
    }

    var account: SMS1001 { SMS1001(transport: self, baseURL: url, key: Secret(emulatorKey)) }

    func permit(_ permissions: Set<SMS1001Emulator.Permission>) {
        change { provider, _ in provider.permissions = permissions }
    }

    func block(_ id: String) { change { $0.block(order: id, at: $1) } }
}
