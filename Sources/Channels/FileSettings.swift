/// A file to append to.
package struct FileSettings: Sendable, Equatable {
    /// From the configuration's directory when it is relative; `~/` is the user's home.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Why it cannot work, or nil.
    package var fault: String? {
        if path.isEmpty || path.hasSuffix("/") { return "its path must name a file" }
        return path.utf8.contains(0) ? "its path holds a character no path may have" : nil
    }
}
