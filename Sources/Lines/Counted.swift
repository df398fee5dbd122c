/// A number with what it counts: `1 message`, `2 messages`, `1 entry`.
///
/// The one place where a sentence decides between one and several.
///
/// - Parameter several: The plural, where an `s` behind the word is not it.
package func counted(
    _ count: some BinaryInteger, _ one: String, _ several: String? = nil
) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(several ?? one + "s")"
}

extension Duration {
    /// How long it is, in the largest unit of which there are two: `40 seconds`, `90 minutes`, `3 days`.
    package var inWords: String {
        let seconds = max(0, wholeSeconds)
        return switch seconds {
        case ..<120: counted(seconds, "second")
        case ..<7200: counted(seconds / 60, "minute")
        case ..<172_800: counted(seconds / 3600, "hour")
        default: counted(seconds / 86_400, "day")
        }
    }
}
