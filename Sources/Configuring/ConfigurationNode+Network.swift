import Networking
import Transport

/// Decodes how the server of an account or channel is reached: `ca_file` and `proxy`.
extension ConfigurationNode {
    mutating func network() throws(ConfigurationError) -> NetworkChoice {
        NetworkChoice(way: try way(), authorities: try authorities())
    }

    private mutating func authorities() throws(ConfigurationError) -> Authorities? {
        guard let path = try text("ca_file") else { return nil }
        guard let text = contents(of: path) else {
            throw fault(self.path + ["ca_file"], "the file \(path) cannot be read or is empty")
        }
        guard let authorities = Authorities(pem: text) else {
            throw fault(
                self.path + ["ca_file"],
                "the file \(path) has no readable certificate in PEM")
        }
        return authorities
    }

    private mutating func way() throws(ConfigurationError) -> NetworkChoice.Way {
        guard let text = try secret("proxy")?.reveal() else { return .environment }
        if text == "direct" { return .direct }
        do throws(WebAddressFault) {
            return .proxy(try Proxy(text))
        } catch {
            throw fault(
                path + ["proxy"], "\(error), such as http://proxy.example:3128, or be \"direct\"")
        }
    }
}
