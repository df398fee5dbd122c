package import Transport

/// The settings of a channel that makes one HTTP call for each delivery.
package protocol HTTPChannelSettings: ChannelSettings {
    /// The address called, or the beginning of it; it may contain a login and secrets.
    var address: String { get }
    /// For one try.
    var timeout: Duration { get }
    /// The way to the server.
    var network: NetworkChoice { get }
}

extension HTTPChannelSettings {
    package var summary: String { HTTPCall(.post, address).host }

    package var destination: (address: WebAddress, network: NetworkChoice)? {
        (try? WebAddress(address)).map { ($0, network) }
    }

    /// Why the server, the secrets or the timeout cannot work; nil if they can.
    ///
    /// - Parameters:
    ///   - server: the key and its address, to which paths are added.
    ///   - secrets: keys that become part of a header or an address.
    func fault(
        server: (name: String, address: String), secrets: KeyValuePairs<String, Secret>
    ) -> String? {
        do throws(WebAddressFault) {
            let address = try WebAddress(server.address)
            if address.target.contains("?") { return "its \(server.name) must not contain a ?" }
        } catch {
            return "its \(server.name) \(error)"
        }
        return fault(secrets: secrets)
    }

    /// The same for an address that is used as it is.
    func fault(url: Secret, secrets: KeyValuePairs<String, Secret> = [:]) -> String? {
        do throws(WebAddressFault) {
            _ = try WebAddress(url.reveal())
        } catch {
            return "its url \(error)"
        }
        return fault(secrets: secrets)
    }

    private func fault(secrets: KeyValuePairs<String, Secret>) -> String? {
        for (name, secret) in secrets
        where secret.isEmpty || !secret.reveal().utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            return "its \(name) is empty or contains an invalid character"
        }
        return timeout > .zero ? nil : "its timeout must be greater than zero"
    }
}
