/// Evaluates `config.lua` in the worker, like all other Lua.
///
/// The result contains only values. Secrets are referenced rather than included: neither the worker
/// nor the document ever gets one.
package struct ConfigurationReader: Sendable {
    /// The maximum size in bytes. Nobody writes that much, and the line of every key is kept.
    private static let longest = 256 << 10

    private let worker: ScriptWorker
    private let channelKinds: [String]

    /// - Parameter channelKinds: the kinds of channels, each of which gets a constructor.
    package init(worker: ScriptWorker, channelKinds: [String]) {
        self.worker = worker
        self.channelKinds = channelKinds
    }

    /// - Throws: the fault in the text, as `config.lua:LINE: why`.
    package func read(
        _ source: String, name: String = "config.lua"
    ) async throws(ScriptFailure) -> ConfigurationDocument {
        guard source.utf8.count <= Self.longest else {
            throw ScriptFailure(
                script: name, kind: .compile,
                message: "\(name): longer than the limit of \(Self.longest >> 10) KB")
        }
        let value = try await worker.evaluate(
            configuration: source, name: name, channelKinds: channelKinds
        ).get()
        return try ConfigurationDocument(name: name, source: source, evaluated: value)
    }
}

extension ConfigurationDocument {
    /// The document from the worker's result.
    ///
    /// - Throws: the value that cannot be stored, as `config.lua:LINE: why`.
    init(name: String, source: String, evaluated value: ScriptValue) throws(ScriptFailure) {
        self.init(
            name: name, values: value["globals"]?.fields ?? [:], lines: KeyLines(source))
        guard value["returned"] == nil else {
            // Other programs read such a table. Ignored, it would be no configuration at all.
            throw ScriptFailure(
                script: name, kind: .error,
                message: "\(name): returns a value, which would be ignored. Set globals instead: "
                    + "accounts = { ... }, not return { accounts = { ... } }")
        }
        guard let reason = value["reason"]?.text, let global = value["unkept"]?.text else { return }
        // The reason begins with the path of the value: `accounts.pool.key is a function, ...`
        let path = reason.prefix { $0 != " " }.split { ".[]".contains($0) }.map(String.init)
        let line = self.line(of: path) ?? self.line(of: [global])
        let place = line.map { ":\($0)" } ?? ""
        // A value not meant for the manager need not be global.
        let advice = reason.hasPrefix("\(global) is a function,") ? "; make it local" : ""
        throw ScriptFailure(
            script: name, kind: .error, message: "\(name)\(place): \(reason)\(advice)")
    }
}
