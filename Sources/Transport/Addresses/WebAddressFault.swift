/// Why a text is not a usable address.
///
/// The description continues a sentence that names the input, as in `accounts.pool.url: must ...`.
/// It never quotes more than the faulty part, because an address may hold a key.
package enum WebAddressFault: Error, Equatable, Sendable, CustomStringConvertible {
    case tooLong
    /// A space or an invisible character.
    case character
    case scheme([WebAddress.Scheme])
    case fragment
    /// A query where none is allowed.
    case unwantedQuery
    /// A path where only a server is expected.
    case unwantedPath
    case login
    /// A login where none is allowed.
    case unwantedLogin
    case noHost
    case host(String)
    case port(String)
    case percent

    package var description: String {
        switch self {
        case .tooLong: "must not be longer than \(WebAddress.longest) bytes"
        case .character: "must not contain spaces, backslashes or invisible characters"
        case .scheme(let schemes):
            "must begin with "
                + schemes.map { "\($0.rawValue)://" }.joined(separator: " or ")
        case .fragment: "must not contain a #; if it belongs to the address, write %23"
        case .unwantedQuery: "must not contain a ?, because paths are appended to it"
        case .unwantedPath: "must end with the host and port"
        case .login: "has an invalid name or password; write special characters as %XX"
        case .unwantedLogin: "must not contain a name or password"
        case .noHost: "names no host"
        case .host(let host): "has no valid host: \"\(host)\" is neither a name nor an address"
        case .port(let port):
            // A text that is not a number may be part of a password, so it is not shown.
            (Int(port) == nil ? "has a colon without a port" : "has port \(port)")
                + "; a port is a number from 1 to 65535"
        case .percent: "has a % without two hexadecimal digits; write a % as %25"
        }
    }
}
