import Transport

/// Fields that hold an address or go into a header: checked whole where they are read, so that what
/// cannot be called is told with its key and line, and nothing later has to doubt it.
extension ConfigurationNode {
    /// The beginning of longer addresses, which nobody logs in to.
    mutating func base(_ name: String) throws(ConfigurationError) -> WebAddress? {
        guard let text = try text(name) else { return nil }
        return try checked(name, text) { address throws(WebAddressFault) in
            guard address.login == nil else { throw .unwantedLogin }
            guard !address.target.contains("?") else { throw .unwantedQuery }
        }
    }

    /// An address that may carry a login, as it was written.
    mutating func address(_ name: String) throws(ConfigurationError) -> String? {
        guard let text = try text(name) else { return nil }
        _ = try checked(name, text)
        return text
    }

    /// The same where the address itself is a secret.
    mutating func secretAddress(_ name: String) throws(ConfigurationError) -> Secret? {
        guard let secret = try secret(name) else { return nil }
        _ = try checked(name, secret.reveal())
        return secret
    }

    /// A secret that goes into a header or a URL: one line of visible characters.
    mutating func key(_ name: String) throws(ConfigurationError) -> Secret? {
        guard let secret = try secret(name) else { return nil }
        guard secret.reveal().utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw fault(path + [name], "must be one line without control characters")
        }
        return secret
    }

    private func checked(
        _ name: String, _ text: String,
        _ check: (WebAddress) throws(WebAddressFault) -> Void = { _ in }
    ) throws(ConfigurationError) -> WebAddress {
        do throws(WebAddressFault) {
            let address = try WebAddress(text)
            try check(address)
            return address
        } catch {
            throw fault(path + [name], error.description)
        }
    }
}
