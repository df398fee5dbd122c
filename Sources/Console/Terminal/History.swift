import Foundation

/// The lines typed before, for the arrow keys: each one once, the latest last, in a file of mode
/// 0600.
///
/// A line is appended as it is typed, so that two consoles on one home do not overwrite each
/// other's lines; duplicates are removed when the file is read. A line that starts with a blank is
/// not remembered. History is optional: an unreadable or unwritable file is ignored.
struct History {
    private(set) var lines: [String] = []
    private let file: String?

    static let most = 1000

    init(file: String?) {
        self.file = file
        guard let file, let data = FileManager.default.contents(atPath: file) else { return }
        let read = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        for line in read { remember(line) }
        if read.count > 2 * History.most { rewrite(file) }
    }

    /// Returns whether the line was remembered.
    @discardableResult
    mutating func add(_ typed: String) -> Bool {
        var line = typed
        while line.last?.isWhitespace == true { line.removeLast() }
        guard !line.hasPrefix(" "), !line.isEmpty, line != lines.last,
            !line.contains("\n")
        else { return false }
        remember(line)
        if let file { append(line, to: file) }
        return true
    }

    private mutating func remember(_ line: String) {
        lines.removeAll { $0 == line }
        lines.append(line)
        if lines.count > History.most { lines.removeFirst(lines.count - History.most) }
    }

    private func append(_ line: String, to file: String) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        _ = Descriptor(number: descriptor).write(line + "\n")
        _ = Foundation.close(descriptor)
    }

    private func rewrite(_ file: String) {
        let fresh = file + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten =
            Descriptor(number: descriptor).write(
                lines.joined(separator: "\n") + "\n") == nil
        _ = Foundation.close(descriptor)
        if isWritten { _ = rename(fresh, file) }
    }
}
