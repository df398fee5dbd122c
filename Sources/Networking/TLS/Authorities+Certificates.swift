import NIOSSL
package import Transport

/// Certificates as the TLS library reads them.
extension Authorities {
    /// Nil if the text contains no PEM certificate, or one that cannot be read.
    package init?(pem text: String) {
        guard text.contains("-----BEGIN CERTIFICATE-----"), !Self.certificates(text).isEmpty else {
            return nil
        }
        self.init(readable: text)
    }

    private static func certificates(_ pem: String) -> [NIOSSLCertificate] {
        (try? NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))) ?? []
    }

    fileprivate var certificates: [NIOSSLCertificate] { Self.certificates(pem) }
}

extension NetworkPath {
    /// The TLS configuration of this path.
    var tls: TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            tls.additionalTrustRoots = [.certificates(authorities.certificates)]
        }
        return tls
    }
}
