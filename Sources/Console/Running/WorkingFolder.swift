import Foundation

/// Where the person stands: paths typed are meant from there, not from where the manager runs.
package struct WorkingFolder: Sendable {
    private let path: String

    package static var current: WorkingFolder {
        WorkingFolder(path: FileManager.default.currentDirectoryPath)
    }

    package init(path: String) {
        self.path = path
    }

    /// The whole path of a file as it was typed; `~` is the home of the user.
    func file(_ typed: String) -> String {
        let expanded = (typed as NSString).expandingTildeInPath
        let whole = expanded.hasPrefix("/") ? expanded : path + "/" + expanded
        return URL(fileURLWithPath: whole).standardizedFileURL.path
    }

    func holds(_ typed: String) -> Bool {
        FileManager.default.fileExists(atPath: file(typed))
    }
}
