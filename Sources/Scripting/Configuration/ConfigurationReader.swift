/// Evaluates `config.lua` in the worker, like everything else that is Lua.
///
/// What comes back is values only. Secrets are named in them, not held: the worker is never given
/// one, and neither is the document.
package struct ConfigurationReader: Sendable {
    /// The channel constructors `config.lua` has.
    package static let channelTypes = ["ntfy", "webhook", "file", "program", "telegram", "mail"]

    /// The most bytes it may have. Nobody writes that much, and every key's line is kept.
    private static let longest = 256 << 10

    private let worker: ScriptWorker

    package init(worker: ScriptWorker) {
        self.worker = worker
    }

    /// - Throws: what is wrong with the text, as `config.lua:LINE: why`.
    package func read(
        _ source: String, name: String = "config.lua"
    ) async throws(ScriptFailure) -> ConfigurationDocument {
        guard source.utf8.count <= Self.longest else {
            throw ScriptFailure(
                script: name, kind: .compile,
                message: "\(name): longer than the \(Self.longest >> 10) KB it may have")
        }
        let value = try await worker.evaluate(configuration: source, name: name).get()
        return try ConfigurationDocument(name: name, source: source, evaluated: value)
    }
}

extension ConfigurationDocument {
    /// What the worker made of the text.
    ///
    /// - Throws: which value cannot be kept, as `config.lua:LINE: why`.
    init(name: String, source: String, evaluated value: ScriptValue) throws(ScriptFailure) {
        self.init(
            name: name, values: value["globals"]?.fields ?? [:], lines: KeyLines(source))
        guard let reason = value["reason"]?.text, let global = value["unkept"]?.text else { return }
        // The reason begins with the path of the value: `accounts.pool.key is a function, ...`
        let path = reason.prefix { $0 != " " }.split { ".[]".contains($0) }.map(String.init)
        let line = self.line(of: path) ?? self.line(of: [global])
        let place = line.map { ":\($0)" } ?? ""
        // What is not for the manager needs no global.
        let advice = reason.hasPrefix("\(global) is a function,") ? "; make it local" : ""
        throw ScriptFailure(
            script: name, kind: .error, message: "\(name)\(place): \(reason)\(advice)")
    }
}
