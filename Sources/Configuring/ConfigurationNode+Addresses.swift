import Transport

/// Decodes fields that hold an address or go into a header. They are validated completely here, so
/// that an error names its key and line, and later code need not check again.
extension ConfigurationNode {
    /// The base of longer addresses, without a login.
    mutating func base(_ name: String) throws(ConfigurationError) -> WebAddress? {
        guard let text = try text(name) else { return nil }
        return try checked(name, text) { address throws(WebAddressFault) in
            guard address.login == nil else { throw .unwantedLogin }
            guard !address.target.contains("?") else { throw .unwantedQuery }
        }
    }

    /// An address that may contain a login, as it was written.
    mutating func address(_ name: String) throws(ConfigurationError) -> String? {
        guard let text = try text(name) else { return nil }
        _ = try checked(name, text)
        return text
    }

    /// The same for an address that is itself a secret.
    mutating func secretAddress(_ name: String) throws(ConfigurationError) -> Secret? {
        guard let secret = try secret(name) else { return nil }
        _ = try checked(name, secret.reveal())
        return secret
    }

    /// A secret for a header or a URL: one line without control characters.
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
