import Foundation

/// Where the process says what is no result.
enum StandardError {
    /// Writes a text and ends its line.
    ///
    /// A terminal that is gone takes nothing any more. That must not be the end of a manager which waits
    /// for a paid call, as it would be with a file handle.
    static func say(_ text: String) {
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
