import Crypto
import Foundation
import Lines
import Transport

/// The arithmetic of signatures that the dialects share. Comparisons take the same time whichever
/// byte is wrong.
enum PostSignature {
    /// The maximum difference between the time that is signed and ours, for senders whose signature
    /// does not cover the message: anybody who saw one could sign another message with it.
    static let window = Duration.minutes(60)

    enum Algorithm {
        case md5, sha1, sha256, sha512
    }

    /// - Parameter signature: hexadecimal digits of either case, optionally after `sha256=`.
    static func isValid(
        hex signature: String?, of signed: [UInt8], key: Secret, _ algorithm: Algorithm = .sha256
    ) -> Bool {
        guard let signature, let code = bytes(hex: signature) else { return false }
        return isValid(code, of: signed, key: key, algorithm)
    }

    static func isValid(
        base64 signature: String?, of signed: [UInt8], key: Secret,
        _ algorithm: Algorithm = .sha256
    ) -> Bool {
        guard let signature, let code = Data(base64Encoded: signature) else { return false }
        return isValid(Array(code), of: signed, key: key, algorithm)
    }

    private static func isValid(
        _ code: [UInt8], of signed: [UInt8], key: Secret, _ algorithm: Algorithm
    ) -> Bool {
        guard !key.isEmpty else { return false }
        let key = SymmetricKey(data: Array(key.reveal().utf8))
        return switch algorithm {
        case .md5:
            HMAC<Insecure.MD5>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        case .sha1:
            HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        case .sha256:
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        case .sha512:
            HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        }
    }

    /// Whether two texts are equal, in a time that depends only on their lengths.
    static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Unix seconds or milliseconds, or RFC 3339, not further from now than `window`.
    static func isRecent(_ timestamp: String?, _ now: Instant, within window: Duration) -> Bool {
        guard let timestamp, let time = JSONValue.string(timestamp).instant(in: .utc) else {
            return false
        }
        return (time < now ? now - time : time - now) <= window
    }

    /// The bytes of an even number of hexadecimal digits; nil for anything else.
    static func bytes(hex text: String) -> [UInt8]? {
        var digits = Substring(text.trimmed)
        if digits.lowercased().hasPrefix("sha256=") { digits = digits.dropFirst(7) }
        let values = digits.map(\.hexDigitValue)
        guard !values.isEmpty, values.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: values.count, by: 2) {
            guard let high = values[index], let low = values[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }

    /// The MD5 of a text, in lower-case hexadecimal digits.
    static func md5(of text: String) -> String { hex(Insecure.MD5.hash(data: Array(text.utf8))) }

    /// The SHA-256 of a text, in lower-case hexadecimal digits.
    static func digest(of text: String) -> String { hex(SHA256.hash(data: Array(text.utf8))) }

    static func digest(of bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
