/// The texts of a folder of scripts, for whoever does not run them in a manager.
package struct ScriptSources {
    private let folder: ScriptFolder

    package init(folder: String) {
        self.folder = ScriptFolder(path: folder, longest: 1 << 19)
    }

    /// The scripts in the order in which they run.
    ///
    /// - Throws: which one cannot be read, and why.
    package func all() throws(ScriptFailure) -> [Rehearsal.Script] {
        var scripts: [Rehearsal.Script] = []
        let modules = ModuleShelf(besideScriptsIn: [folder.path])
        for name in try names() {
            scripts.append(
                Rehearsal.Script(name: name, source: try text(of: name), modules: modules))
        }
        return scripts
    }

    /// The names of its Lua files, in order.
    package func names() throws(ScriptFailure) -> [String] {
        do throws(FolderError) {
            return try folder.list().files.keys.sorted()
        } catch {
            throw ScriptFailure(script: "", kind: .compile, message: error.description)
        }
    }

    package func text(of name: String) throws(ScriptFailure) -> String {
        switch folder.read(name) {
        case .success(let file): return file.source
        case .failure(let error):
            throw ScriptFailure(script: name, kind: .compile, message: "\(name) \(error)")
        }
    }

    /// What changes when one of its files does.
    package func stamp() -> String {
        let files = (try? folder.list())?.files ?? [:]
        return files.sorted { $0.key < $1.key }.map { name, stamp in
            "\(name) \((try? stamp.get()).map { "\($0)" } ?? "")"
        }.joined(separator: "\n")
    }
}
