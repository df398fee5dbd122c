import Foundation

/// A file to append to.
package struct FileSettings: Sendable, Equatable {
    /// Relative to the configuration's directory; `~/` is the user's home.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Why it cannot work; nil if it can.
    package var fault: String? {
        if path.isEmpty || path.hasSuffix("/") { return "its path must name a file" }
        return path.utf8.contains(0) ? "its path contains an invalid character" : nil
    }

    /// Why it cannot work with the files now present; nil if it can. The first message would be too
    /// late to find out.
    ///
    /// - Parameter directory: the base of relative paths.
    package func fault(in directory: String) -> String? {
        var status = stat()
        guard stat(ConfiguredPath.resolve(path, in: directory), &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFREG
            ? nil : "its path names a folder, a pipe or a device, not a file to append to"
    }
}
