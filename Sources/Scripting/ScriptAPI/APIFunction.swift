/// One function of the `keeper` table, as data.
///
/// This is the only definition of a function's parameters. The worker checks arguments against it,
/// and editor annotations and the reference are generated from it, so that the three cannot
/// diverge.
package struct APIFunction: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Recorded, and carried out after the run has completed.
        case decision
        /// Persistent between runs, per script.
        case memory
        /// A query that changes nothing.
        case read
        case other
    }

    package var name: String
    package var kind: Kind
    package var parameters: [APIParameter] = []
    package var returns: APIReturn?
    /// One or more sentences for the reference.
    package var summary: String
    /// Whether it can be used only while a message is handled.
    package var needsMessage = false
    package var example: String?
}

/// A parameter of a function, or a field of a table parameter.
package struct APIParameter: Equatable, Sendable {
    package var name: String
    package var type: APIType
    package var isOptional = false
    /// May be repeated, as the last parameter.
    package var isRepeated = false
    package var summary: String
}

package struct APIReturn: Equatable, Sendable {
    /// The type in an editor's annotations: `Line[]`.
    package var type: String
    package var summary: String
    /// Whether nil comes with the reason.
    package var hasReason = false
}

/// The type of an argument.
package indirect enum APIType: Equatable, Sendable {
    /// Non-empty text; a number is converted to its digits.
    case text
    /// Text that may be empty.
    case anyText
    case integer(ClosedRange<Int>)
    case flag
    /// A list of texts.
    case texts
    /// `"90s"`, `"10m"`, `"1h30m"`, `"2d"`, `"1w"`, or a number of seconds.
    case duration
    /// A time: Unix seconds, or a duration before now.
    case moment
    /// A line table, its id, its label, or its number.
    case line
    /// A line table or its id, where a text would be a tag.
    case lineTable
    /// The name of a configured route.
    case route
    /// The name of a configured channel.
    case channel
    /// The name of a configured channel, or a list of them as a chain.
    case channels
    /// Any value that can be stored: nil, booleans, finite numbers, text, lists and tables of them.
    case storable
    /// Any value, for display.
    case anything
    /// A table with these fields and no others.
    case fields([APIParameter])
    /// Text for the field `text`, or a table with these fields.
    case textOrFields([APIParameter])
    /// A time, or a table with these fields.
    case momentOrFields([APIParameter])
    /// One of these words.
    case choice([String])
}
