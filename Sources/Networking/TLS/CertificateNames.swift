import NIOSSL
import Transport

/// The issuer of a certificate and whether it signed itself: the two names of X.509 (RFC 5280
/// section 4.1), which the TLS library does not expose.
///
/// The data come from a stranger: every length is checked, and anything unexpected gives nil.
struct CertificateNames {
    /// Whether it names itself as its issuer.
    let isSelfSigned: Bool
    /// The common name of the issuer, or its organisation.
    let issuer: String?

    init?(_ certificate: NIOSSLCertificate) {
        guard let bytes = try? certificate.toDERBytes() else { return nil }
        self.init(der: bytes)
    }

    init?(der bytes: [UInt8]) {
        var whole = DER(bytes[...])
        // The certificate, then its signed part.
        guard var certificate = whole.next(0x30).map(DER.init),
            var signed = certificate.next(0x30).map(DER.init)
        else { return nil }
        // Version (which may be missing), serial number and algorithm; then issuer, validity and
        // subject.
        if signed.tag == 0xA0 { _ = signed.next(0xA0) }
        guard signed.next(0x02) != nil, signed.next(0x30) != nil,
            let issuer = signed.next(0x30), signed.next(0x30) != nil,
            let subject = signed.next(0x30)
        else { return nil }
        isSelfSigned = issuer.elementsEqual(subject)
        self.issuer = Self.name(in: issuer)
    }

    private static let commonName: [UInt8] = [0x55, 0x04, 0x03]
    private static let organisation: [UInt8] = [0x55, 0x04, 0x0A]

    private static func name(in bytes: ArraySlice<UInt8>) -> String? {
        var sets = DER(bytes)
        var found: [[UInt8]: String] = [:]
        while var set = sets.next(0x31).map(DER.init) {
            guard var pair = set.next(0x30).map(DER.init), let kind = pair.next(0x06),
                let value = pair.next(nil)
            else { return nil }
            let text = String(decoding: value.prefix(64), as: UTF8.self)
            let isShowable = text.unicodeScalars.allSatisfy {
                !$0.properties.isDefaultIgnorableCodePoint
                    && $0.properties.generalCategory != .control
            }
            found[Array(kind)] = isShowable ? text : nil
        }
        return found[commonName] ?? found[organisation]
    }
}

/// A sequence of DER values (X.690).
private struct DER {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var tag: UInt8? { rest.first }

    /// The content of the next value, if it has the expected tag.
    mutating func next(_ tag: UInt8?) -> ArraySlice<UInt8>? {
        guard let found = rest.popFirst(), tag == nil || found == tag,
            let first = rest.popFirst()
        else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...3).contains(count), rest.count >= count else { return nil }
            length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(count)
        }
        guard length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }
}
