/// One function of the `keeper` table, as data.
///
/// It is the only place that says what the function takes. The worker checks arguments by it,
/// editors get their types from it, and the reference is printed from it, so the three cannot drift
/// apart.
package struct KeeperFunction: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Recorded, and carried out after the run ended well.
        case decision
        /// Lasts from run to run, per script.
        case memory
        /// Asks, and changes nothing.
        case read
        case other
    }

    package var name: String
    package var kind: Kind
    package var parameters: [KeeperParameter] = []
    package var returns: KeeperReturn?
    /// One or more sentences for the reference.
    package var summary: String
    /// Whether it makes sense only while a message is handled.
    package var needsMessage = false
    package var example: String?
}

/// A parameter of a function, or a field of a table that is one.
package struct KeeperParameter: Equatable, Sendable {
    package var name: String
    package var type: KeeperType
    package var isOptional = false
    /// Any number of them, as the last parameter.
    package var isRepeated = false
    package var summary: String
}

package struct KeeperReturn: Equatable, Sendable {
    /// As in an editor's annotations: `Line[]`.
    package var type: String
    package var summary: String
}

/// What an argument may be.
package indirect enum KeeperType: Equatable, Sendable {
    /// Text that is not empty; a number is taken as its digits.
    case text
    /// Text that may be empty.
    case anyText
    case integer(ClosedRange<Int>)
    case flag
    /// A list of texts.
    case texts
    /// `"90s"`, `"10m"`, `"1h30m"`, `"2d"`, `"1w"`, or a number of seconds.
    case duration
    /// A time: Unix seconds, or a duration meaning that long ago.
    case moment
    /// A line table, its id, its label, or its number.
    case line
    /// The name of a route of the configuration.
    case route
    /// The name of a channel of the configuration.
    case channel
    /// Anything that can be kept: nil, booleans, finite numbers, text, lists and tables of them.
    case storable
    /// Anything at all, for showing.
    case anything
    /// A table with these fields and no others.
    case fields([KeeperParameter])
    /// Text, which stands for the field `text`, or a table with these fields.
    case textOrFields([KeeperParameter])
}
