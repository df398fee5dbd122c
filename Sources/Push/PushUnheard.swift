/// Why providers cannot call, in words for a log.
package struct PushUnheard: Error, CustomStringConvertible {
    package let description: String
}
