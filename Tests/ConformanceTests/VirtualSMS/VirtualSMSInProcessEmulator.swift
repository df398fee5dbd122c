import Lines
import ProviderEmulator
import Providers
import TestSupport
import Transport

/// An account with VirtualSMS on its emulator without a network between them, so that what the suite
/// over HTTP has no words for can be told: swaps, names of calls, webhooks, requests a minute.
typealias VirtualSMSInProcessEmulator = InProcessTransport<VirtualSMSEmulator>

extension InProcessTransport where Provider == VirtualSMSEmulator {
    convenience init(_ generation: EmulatorGeneration = .current, allowance: Int? = nil) {
        let emulator = VirtualSMSEmulator(
            generation: generation, seed: 3, balance: EmulatorFixture.opening, allowance: allowance)
        self.init(InProcessEmulator(emulator, now: EmulatorFixture.start, sender: "WhatsApp")) {
            String($0.path.trimmingPrefix("api/v1/"))
        }
    }

    var account: VirtualSMS {
        VirtualSMS(transport: self, baseURL: url, key: Secret(emulatorKey))
    }

    var eventCount: Int { change { provider, _ in provider.eventCount } }
}
