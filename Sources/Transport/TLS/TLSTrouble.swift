package import Lines

/// Why a server was not believed, or would not talk TLS at all. Nothing had been sent to it yet.
package enum TLSTrouble: Equatable, Sendable {
    case expired(since: Instant)
    case notYetValid(until: Instant)
    case selfSigned
    /// Signed by somebody this machine does not know; by whom, where the certificate tells.
    case unknownAuthority(String?)
    /// The names its certificate is for.
    case wrongName([String])
    /// Not accepted, and it could not be found out why.
    case notAccepted
    /// The server broke the handshake off; in its words, where it had any.
    case refused(String?)
    /// What answered speaks no TLS.
    case notTLS
}

extension TLSTrouble: CustomStringConvertible {
    /// What happened, then what to do: two sentences that go on from the server's name.
    package var description: String {
        switch self {
        case .expired(let end):
            "its certificate expired at \(end.rfc3339). Whoever runs it must renew it; see that "
                + "this machine's clock is right."
        case .notYetValid(let start):
            "its certificate is not valid before \(start.rfc3339). See that this machine's clock "
                + "is right."
        case .selfSigned:
            "its certificate is self-signed. If it is yours, name it as ca_file in config.lua."
        case .unknownAuthority(let name):
            "its certificate is signed by \(name.map { "\"\($0)\"" } ?? "somebody") this machine "
                + "does not know. If you trust them, name their certificate as ca_file in config.lua."
        case .wrongName(let names) where names.isEmpty:
            "its certificate is for another name. Check the address."
        case .wrongName(let names):
            "its certificate is for \(names.joined(separator: ", ")) and not for this name. Check "
                + "the address."
        case .notAccepted:
            "its certificate is not accepted. It may have expired, be for another name, or be signed "
                + "by somebody this machine does not know."
        case .refused(let words):
            "it refused the TLS handshake\(words.map { " (\($0))" } ?? ""). It may want another TLS "
                + "version, or a certificate of ours."
        case .notTLS:
            "it does not speak TLS there. Check the port, or write http:// if that is meant."
        }
    }
}
