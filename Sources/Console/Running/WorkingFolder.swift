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

    /// What is there whose path begins as it was typed; folders have a slash at their end, and hidden
    /// files are left out until a dot asks for them.
    func paths(beginning typed: String) -> [String] {
        let end = typed.lastIndex(of: "/").map(typed.index(after:)) ?? typed.startIndex
        let (place, beginning) = (typed[..<end], typed[end...])
        let within = place.isEmpty ? path : file(String(place))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: within)) ?? []
        return names.filter {
            $0.hasPrefix(beginning) && (!$0.hasPrefix(".") || beginning.hasPrefix("."))
        }.sorted().map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: within + "/" + name, isDirectory: &isFolder)
            return place + name + (isFolder.boolValue ? "/" : "")
        }
    }
}
