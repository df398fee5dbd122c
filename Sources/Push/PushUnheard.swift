/// Why providers cannot call, as a sentence for the log.
package struct PushUnheard: Error, CustomStringConvertible {
    package let description: String
}
