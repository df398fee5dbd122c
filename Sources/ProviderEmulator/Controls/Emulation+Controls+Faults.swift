extension Emulation {
    func faultsJSON() -> JSON { .array(faults.faults.map(\.json)) }

    mutating func clearFaults() -> JSON {
        faults.clear()
        return faultsJSON()
    }

    /// Returns all faults that are still to come.
    mutating func setFault(_ body: ControlBody) throws(ControlRefusal) -> JSON {
        let kindName = try body.requiredText("kind")
        guard let kind = Fault.Kind(rawValue: kindName) else {
            let kinds = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("There is no fault \(kindName). There are: \(kinds).")
        }
        let provider = body.text("provider") ?? "*"
        let endpoint = try place(provider: provider, path: body.text("endpoint") ?? "*")
        faults.set(
            Fault(
                kind, provider: provider, endpoint: endpoint, count: try body.count("count") ?? 1,
                retryAfter: try body.count("retry_after")))
        return faultsJSON()
    }

    /// The endpoint of a path. A misspelt one would be a fault that never occurs, and a test that
    /// passes for no reason.
    private func place(provider: String, path: String) throws(ControlRefusal) -> String {
        let named = providers.filter { provider == "*" || $0.name == provider }
        guard !named.isEmpty else {
            let names = providers.map(\.name).joined(separator: ", ")
            throw .badRequest("There is no provider \(provider). There are: \(names).")
        }
        guard path != "*" else { return path }
        let bare = String(path.drop { $0 == "/" })
        for provider in named {
            let endpoint = provider.endpoint(of: bare)
            if provider.endpoints.contains(endpoint) { return endpoint }
        }
        let endpoints = named.flatMap(\.endpoints).joined(separator: ", ")
        throw .badRequest("There is no endpoint \(path). There are: \(endpoints).")
    }
}
