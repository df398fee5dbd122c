package import Lines

/// Why a server was not trusted, or did not use TLS at all. Nothing has been sent to it yet.
package enum TLSTrouble: Equatable, Sendable {
    /// With the time, where the library tells it.
    case expired(since: Instant?)
    case notYetValid(until: Instant?)
    case selfSigned
    /// Signed by an authority this machine does not know, and its name if the certificate has one.
    case unknownAuthority(String?)
    /// The names its certificate is for.
    case wrongName([String])
    /// Rejected for a reason that could not be determined.
    case notAccepted
    /// The server aborted the handshake, with its reason if it gave one.
    case refused(String?)
    /// The other side does not use TLS.
    case notTLS
    /// A mail server that cannot switch to TLS, or somebody in between who hides that it can.
    case noSTARTTLS
}

extension TLSTrouble: CustomStringConvertible {
    /// The problem, then the remedy: two sentences that continue from the server's name.
    package var description: String {
        switch self {
        case .expired(let end):
            "its certificate \(end.map { "expired at \($0.rfc3339)" } ?? "has expired"). Its operator "
                + "must renew it; check that this machine's clock is right."
        case .notYetValid(let start):
            "its certificate is not valid \(start.map { "before \($0.rfc3339)" } ?? "yet"). Check that "
                + "this machine's clock is right."
        case .selfSigned:
            "its certificate is self-signed. If it is yours, set it as ca_file in config.lua."
        case .unknownAuthority(let name):
            "its certificate is signed by \(name.map { "\"\($0)\"" } ?? "somebody") this machine "
                + "does not know. If you trust them, set their certificate as ca_file in "
                + "config.lua."
        case .wrongName(let names) where names.isEmpty:
            "its certificate is for another name. Check the address."
        case .wrongName(let names):
            "its certificate is for \(names.joined(separator: ", ")) and not for this name. Check "
                + "the address."
        case .notAccepted:
            "its certificate is not accepted. It may have expired, be for another name, or be signed "
                + "by somebody this machine does not know."
        case .refused(let words):
            "it refused the TLS handshake\(words.map { " (\($0))" } ?? ""). It may require "
                + "another TLS version or a client certificate."
        case .notTLS:
            "it does not use TLS on this port. Check the port, and whether TLS is "
                + "wanted there."
        case .noSTARTTLS:
            "it does not offer STARTTLS. Check the port, or set tls = \"implicit\" with the port for "
                + "that."
        }
    }
}
