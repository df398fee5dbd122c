import Foundation
package import Transport

/// A file to append to.
package struct FileSettings: ChannelSettings, Equatable {
    package static let kind = "file"

    /// Relative to the configuration's directory; `~/` is the user's home.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let path = try keys.text("path") else {
            throw keys.missing("path", "say which file to append to")
        }
        self.init(path: path)
    }

    package var summary: String { path }

    package var fault: String? {
        if path.isEmpty || path.hasSuffix("/") { return "its path must name a file" }
        return path.utf8.contains(0) ? "its path contains an invalid character" : nil
    }

    package func fault(in directory: String) -> String? {
        var status = stat()
        guard stat(ConfiguredPath.resolve(path, in: directory), &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFREG
            ? nil : "its path names a folder, a pipe or a device, not a file to append to"
    }

    package func channel(
        named name: String, over transport: any Transport, in directory: String
    ) -> any Channel {
        FileChannel(name: name, settings: self, directory: directory)
    }
}
