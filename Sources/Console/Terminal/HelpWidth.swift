import Foundation

/// Keeps the width for which the argument parser writes help from becoming too small: where its
/// explanations have no room beside the names of options, it leaves them out, and a debug build
/// traps, which would end a manager in the same process.
package enum HelpWidth {
    /// A narrower terminal wraps the lines itself.
    static let least = 40

    /// - Parameter width: that of the terminal; nil without one.
    static func columns(_ width: Int?) -> Int { max(width ?? 80, least) }

    /// The parser asks the system for some texts, whatever width it is told, and believes `COLUMNS`
    /// first. To be called before there are threads, which may read the environment.
    package static func hold() {
        let told = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
        if Descriptor.output.isTerminal {
            setenv("COLUMNS", "\(columns(told ?? Descriptor.output.width))", 1)
        } else if let told, told < least {
            setenv("COLUMNS", "\(least)", 1)
        }
    }
}
