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
