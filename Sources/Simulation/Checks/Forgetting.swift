import Lines
import ProviderEmulator
import VirtualTime

/// Some providers no longer show ended lines. There a message must be stored only if the manager
/// had time to read it while its line was open.
struct Forgetting {
    /// Longer than any policy of a life leaves a line unchecked, with some lost answers.
    private static let patience = (activation: Duration.minutes(5), rental: Duration.minutes(45))

    private var lookedAt: Duration = .zero
    /// Texts that the manager had time to read.
    private var owed: Set<String> = []

    mutating func look(at life: Life) throws {
        let now = life.steps.uptime
        guard now - lookedAt >= .seconds(60) else { return }
        lookedAt = now
        for remote in life.remotes where remote.account.market.forgetsWhatIsOver {
            guard let since = life.undisturbedSince(remote) else { continue }
            let known = try life.linesByProviderID(of: remote)
            for line in remote.lines() where line.isOpen && known[line.id] != nil {
                let patience =
                    line.kind == .rental ? Self.patience.rental : Self.patience.activation
                guard now - since > patience else { continue }
                for delivery in line.sent
                where delivery.isDelivered && remote.now - delivery.at > patience {
                    owed.insert(delivery.sms.text)
                }
            }
        }
    }

    /// Whether a message of an ended line may be missing.
    func excuses(_ sms: EmulatedSMS, on line: EmulatedLine, of remote: Remote) -> Bool {
        remote.account.market.forgetsWhatIsOver && !line.isOpen && !owed.contains(sms.text)
    }
}

extension EmulatedLine {
    /// Whether the provider still holds it for us.
    var isOpen: Bool { ["active", "waiting", "received"].contains(state) }
}
