import Foundation

/// The person's working directory, the base of typed paths; the manager may run elsewhere.
package struct WorkingFolder: Sendable {
    private let path: String

    package static var current: WorkingFolder {
        WorkingFolder(path: FileManager.default.currentDirectoryPath)
    }

    package init(path: String) {
        self.path = path
    }

    /// The absolute path of a typed file name; `~` is the user's home.
    func file(_ typed: String) -> String {
        let expanded = (typed as NSString).expandingTildeInPath
        let whole = expanded.hasPrefix("/") ? expanded : path + "/" + expanded
        return URL(fileURLWithPath: whole).standardizedFileURL.path
    }

    /// Whether there is a file of this name, and not a folder.
    func holdsFile(_ typed: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: file(typed), isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    /// Existing paths that start with the typed text. Folders end with a slash, and hidden files
    /// are left out unless the text asks for them with a dot.
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
