import Lines

/// The modules that scripts share: the files of the folder `lib` beside them, by name and in the
/// version that was last read.
package struct ModuleShelf: Equatable, Sendable {
    /// The folder beside the scripts.
    static let folder = "lib"

    private struct Module: Equatable, Sendable {
        /// The version on disk that was last read, whatever came of it.
        var stamp: ScriptFolder.Stamp?
        var text: Result<String, FolderError>
    }

    private var modules: [String: Module] = [:]

    package init() {}

    /// What is there now for a script in a folder, or in the first of several that have it.
    package init(besideScriptsIn folders: [String], limits: ScriptLimits = ScriptLimits()) {
        for folder in folders {
            var shelf = ModuleShelf()
            _ = shelf.follow(ScriptFolder(path: "\(folder)/\(Self.folder)", longest: limits.source))
            modules.merge(shelf.modules) { first, _ in first }
        }
    }

    /// Reads what has changed in the folder. A folder that cannot be read changes nothing.
    ///
    /// - Returns: the names of modules that are new, different or gone.
    mutating func follow(_ folder: ScriptFolder) -> Set<String> {
        guard let files = try? folder.list().files else { return [] }
        var changed = Set(modules.keys.filter { files["\($0).lua"] == nil })
        for name in changed { modules[name] = nil }
        for (file, found) in files {
            let name = String(file.dropLast(4))
            let module = read(file, found, of: folder, before: modules[name])
            guard let module else { continue }
            modules[name] = module
            changed.insert(name)
        }
        return changed
    }

    /// Nil if it is as it was.
    private func read(
        _ file: String, _ found: Result<ScriptFolder.Stamp, FolderError>, of folder: ScriptFolder,
        before: Module?
    ) -> Module? {
        switch found {
        case .failure(let error):
            guard before?.text != .failure(error) else { return nil }
            return Module(text: .failure(error))
        case .success(let stamp):
            guard before?.stamp != stamp else { return nil }
            return Module(stamp: stamp, text: folder.read(file).map(\.source))
        }
    }

    /// The text of a module, or why there is none, as the end of a sentence.
    func text(of name: String) -> Result<String, ScriptQueryError> {
        guard let module = modules[name] else {
            return .failure(
                ScriptQueryError(
                    "there is no \(Self.file(name)) beside the scripts; create it"
                        + suggestion(for: name, among: modules.keys)))
        }
        return module.text.mapError { ScriptQueryError("\(Self.file(name)) \($0)") }
    }

    private static func file(_ name: String) -> String { "\(folder)/\(name).lua" }
}
