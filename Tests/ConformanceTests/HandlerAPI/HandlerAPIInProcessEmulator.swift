import Lines
import ProviderEmulator
import Providers
import TestSupport
import Transport

/// An account with one dialect of handler_api on its emulator without a network between them, so
/// that what the suite over HTTP has no words for can be told: names of orders, bans, numbers taken
/// again, pages, ends of rentals.
typealias HandlerAPIInProcessEmulator = InProcessTransport<HandlerAPIEmulator>

extension InProcessTransport where Provider == HandlerAPIEmulator {
    convenience init(_ dialect: HandlerAPIDialect = .original, currency: String = Money.usd) {
        let emulated: HandlerAPIEmulator.Dialect =
            switch dialect {
            case .original: .original
            case .daisysms: .daisysms
            case .virtualsms: .virtualsms
            case .clone: .clone
            }
        let balance = Money(
            tenThousandths: EmulatorFixture.opening.tenThousandths, currency: currency)
        let emulator = HandlerAPIEmulator(
            seed: 3, now: EmulatorFixture.start, dialect: emulated, balance: balance)
        self.init(InProcessEmulator(emulator, now: EmulatorFixture.start)) {
            $0.value("action") ?? ""
        }
    }

    var account: HandlerAPI {
        let dialect: HandlerAPIDialect =
            switch change({ provider, _ in provider.dialect }) {
            case .original: .original
            case .daisysms: .daisysms
            case .virtualsms: .virtualsms
            case .clone: .clone
            }
        return HandlerAPI(
            transport: self, baseURL: url, key: Secret(emulatorKey), dialect: dialect,
            currency: ledger.balance.currency)
    }

    func ban(for duration: Duration) { change { $0.bannedUntil = $1 + duration } }

    func revoke(_ id: String) { change { $0.revoke(rental: id, at: $1) } }
}
