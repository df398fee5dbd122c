package import Logging

/// A log that nobody reads.
extension Logger {
    package static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
}
