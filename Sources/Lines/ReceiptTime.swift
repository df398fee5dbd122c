/// When a message counts as received, for every rule that counts from it.
///
/// Providers stamp messages in zones and by clocks of their own: one stamped three hours back must not make
/// its line done in the moment in which it is stored, nor one stamped ahead keep it waiting past its end.
/// What is stored stays as it was told.
package enum ReceiptTime {
    /// How long after it came a message may first be shown.
    private static let delay = Duration.minutes(5)

    /// - Parameters:
    ///   - told: the provider's stamp; nil where there is none.
    ///   - looked: when the provider was last asked and did not show it.
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
