import Foundation

/// Resolves a path from the configuration, relative to the configuration's own directory.
package enum ConfiguredPath {
    package static func resolve(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home = ProcessInfo.processInfo.environment["HOME"] {
            return home + path.dropFirst()
        }
        return "\(directory)/\(path)"
    }
}
