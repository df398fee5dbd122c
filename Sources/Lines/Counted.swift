/// A number with its noun: `1 message`, `2 messages`, `1 entry`.
///
/// The only place that chooses between singular and plural.
///
/// - Parameter several: The plural, if it is not the singular with an `s`.
package func counted(
    _ count: some BinaryInteger, _ one: String, _ several: String? = nil
) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(several ?? one + "s")"
}

extension Duration {
    /// The duration in the largest unit of which it has at least two, or exactly one: `40 seconds`,
    /// `1 minute`, `90 minutes`, `3 days`.
    package var inWords: String {
        let seconds = max(0, wholeSeconds)
        return switch seconds {
        case 60: counted(1, "minute")
        case 3600: counted(1, "hour")
        case 86_400: counted(1, "day")
        case ..<120: counted(seconds, "second")
        case ..<7200: counted(seconds / 60, "minute")
        case ..<172_800: counted(seconds / 3600, "hour")
        default: counted(seconds / 86_400, "day")
        }
    }
}
