/// The time of receipt of a message, for every rule that counts from it.
///
/// Providers stamp messages in time zones and by clocks of their own. A stamp three hours in the
/// past must not finish its line the moment the message is stored, and a stamp in the future must
/// not keep the line waiting past its end. The stored stamp is left as it was reported.
package enum ReceiptTime {
    /// How long a provider may hold back a message before showing it.
    private static let delay = Duration.minutes(5)

    /// - Parameters:
    ///   - told: the provider's stamp; nil if it gave none.
    ///   - looked: when the provider last answered without showing the message.
    ///   - now: the time at the provider.
    package static func held(
        _ told: Instant?, bought: Instant, looked: Instant?, now: Instant
    ) -> Instant {
        guard let told else { return now }
        let earliest = max(bought, looked.map { $0 - delay } ?? bought)
        guard told < earliest else { return min(told, now) }
        return looked.map { min(max($0, bought), now) } ?? now
    }
}
