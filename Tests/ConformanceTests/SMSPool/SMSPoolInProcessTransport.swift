import Lines
import ProviderEmulator
import Providers
import TestSupport
import Transport

/// An account with SMSPool on its emulator without a network between them, so that what the suite
/// over HTTP has no words for can be told: pages, settings of rentals, lost answers to them.
typealias SMSPoolInProcessTransport = InProcessTransport<SMSPoolEmulator>

extension InProcessTransport where Provider == SMSPoolEmulator {
    convenience init(_ generation: EmulatorGeneration = .current) {
        let emulator = SMSPoolEmulator(
            generation: generation, seed: 3, balance: EmulatorFixture.opening)
        self.init(InProcessEmulator(emulator, now: EmulatorFixture.start))
    }

    var account: SMSPool {
        SMSPool(transport: self, baseURL: url, key: Secret(emulatorKey))
    }
}
