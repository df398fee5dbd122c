/// Evaluates `config.lua` in the worker, like everything else that is Lua.
///
/// What comes back is values only. Secrets are named in them, not held: the worker is never given
/// one, and neither is the document.
package struct ConfigurationReader: Sendable {
    /// The channel constructors `config.lua` has.
    package static let channelTypes = ["ntfy", "webhook", "file", "program", "telegram", "mail"]

    private let worker: ScriptWorker

    package init(worker: ScriptWorker) {
        self.worker = worker
    }

    /// - Throws: what is wrong with the text, as `config.lua:LINE: why`.
    package func read(
        _ source: String, name: String = "config.lua"
    ) async throws(ScriptFailure) -> ConfigurationDocument {
        let value = try await worker.evaluate(configuration: source, name: name).get()
        var document = ConfigurationDocument(
            name: name, values: value["globals"]?.fields ?? [:], lines: KeyLines(source))
        if let reason = value["reason"]?.text, let global = value["unkept"]?.text {
            // The reason begins with the path of the value: `accounts.pool.key is a function, ...`
            let path = reason.prefix { $0 != " " }.split { ".[]".contains($0) }.map(String.init)
            document.values = [:]
            let line = document.line(of: path) ?? document.line(of: [global])
            let place = line.map { ":\($0)" } ?? ""
            throw ScriptFailure(script: name, kind: .error, message: "\(name)\(place): \(reason)")
        }
        return document
    }
}
