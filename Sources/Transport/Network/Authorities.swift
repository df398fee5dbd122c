import NIOSSL

/// Certificate authorities trusted in addition to the system's own, from a PEM file.
package struct Authorities: Hashable, Sendable {
    let certificates: [NIOSSLCertificate]

    /// Nil if the text contains no PEM certificate, or one that cannot be read.
    package init?(pem text: String) {
        guard text.contains("-----BEGIN CERTIFICATE-----"),
            let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)),
            !certificates.isEmpty
        else { return nil }
        self.certificates = certificates
    }
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
