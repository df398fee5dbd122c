import Foundation

/// Output of the process other than results.
enum StandardError {
    /// Writes a text and ends its line.
    ///
    /// A closed terminal accepts no output. That must not end a manager that is waiting for a paid
    /// call, as a file handle would.
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
