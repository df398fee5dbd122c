import Lines
import ProviderEmulator
import VirtualTime

/// Some providers no longer show ended lines. There a message must be stored only if the manager
/// had time to read it while its line was open.
struct RetentionLimits {
    /// Longer than any policy of a life leaves a line unchecked, with some lost answers.
    private static let patience = (activation: Duration.minutes(5), rental: Duration.minutes(45))

    private var lookedAt: Duration = .zero
    /// Texts that the manager had time to read.
    private var owed: Set<String> = []

    mutating func look(at life: Life) throws {
        let now = life.executor.uptime
        guard now - lookedAt >= .seconds(60) else { return }
        lookedAt = now
        for provider in life.providers where provider.account.profile.forgetsWhatIsOver {
            guard let since = life.undisturbedSince(provider) else { continue }
            let known = try life.linesByProviderID(of: provider)
            for line in provider.lines() where line.isOpen && known[line.id] != nil {
                let patience =
                    line.kind == .rental ? Self.patience.rental : Self.patience.activation
                guard now - since > patience else { continue }
                for delivery in line.sent
                where delivery.isDelivered && provider.now - delivery.at > patience {
                    owed.insert(delivery.sms.text)
                }
            }
        }
    }

    /// Whether a message of an ended line may be missing.
    func excuses(_ sms: EmulatedSMS, on line: EmulatedLine, of provider: SimulatedProvider) -> Bool
    {
        provider.account.profile.forgetsWhatIsOver && !line.isOpen && !owed.contains(sms.text)
    }
}

extension EmulatedLine {
    /// Whether the provider still holds it for us.
    var isOpen: Bool { ["active", "waiting", "received"].contains(state) }
}
