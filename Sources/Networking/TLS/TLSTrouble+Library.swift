import NIOSSL
import Transport

/// Translates the TLS library's errors. Their descriptions are for programmers, and the one for a
/// rejected certificate never says why.
extension TLSTrouble {
    /// Nil if the error is not from the handshake.
    init?(_ error: any Error) {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .wrongName([])
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            self = .notAccepted
        case NIOSSLError.handshakeFailed(let error):
            self.init(handshake: error)
        default: return nil
        }
    }

    private init(handshake error: BoringSSLError) {
        guard case .sslError(let stack) = error else {
            self = .refused(nil)
            return
        }
        let words = stack.map(\.description).joined(separator: " ")
        if words.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .notAccepted
        } else if ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "INVALID_OUTER_RECORD", "DECODE_ERROR"]
            .contains(where: words.contains)
        {
            self = .notTLS
        } else {
            self = .refused(Self.alert(in: words))
        }
    }

    /// Extracts `handshake failure` from `...:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE at
    /// ...`.
    private static func alert(in words: String) -> String? {
        guard let mark = words.firstRange(of: "OPENSSL_internal:") else { return nil }
        var name = String(words[mark.upperBound...].prefix { $0 != " " })
        for prefix in ["SSLV3_ALERT_", "TLSV1_ALERT_", "TLSV13_ALERT_"]
        where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        return name.isEmpty ? nil : name.lowercased().replacing("_", with: " ")
    }
}
