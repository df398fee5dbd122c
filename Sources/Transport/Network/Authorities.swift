import NIOSSL

/// Certificates of authorities that are trusted besides the system's own, from a PEM file.
package struct Authorities: Hashable, Sendable {
    let certificates: [NIOSSLCertificate]

    /// Nil when the text holds no certificate in PEM, or one that cannot be read.
    package init?(pem text: String) {
        guard text.contains("-----BEGIN CERTIFICATE-----"),
            let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)),
            !certificates.isEmpty
        else { return nil }
        self.certificates = certificates
    }
}

extension NetworkPath {
    /// What TLS goes by on this path.
    var tls: TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            tls.additionalTrustRoots = [.certificates(authorities.certificates)]
        }
        return tls
    }
}
