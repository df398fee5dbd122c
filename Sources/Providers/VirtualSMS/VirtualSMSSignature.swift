import Crypto
package import Lines
package import Transport

/// Whether a webhook call comes from the provider, by the signature of its raw bytes.
///
/// HMAC-SHA256 of the raw body with the subscription's secret, in hexadecimal, with or without
/// `sha256=` before it. Two generations of header names are known. The older one has no timestamp,
/// so an old call can be replayed by anybody who saw it: its receiver must drop repeats.
package enum VirtualSMSSignature {
    /// The maximum difference between the time of a call and ours, in either direction.
    package static let window = Duration.minutes(5)

    /// Verifies a call by its headers, of either generation.
    package static func isValid(
        body: [UInt8], headers: [(name: String, value: String)], secret: Secret, now: Instant
    ) -> Bool {
        func value(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name }?.value
        }
        if let header = value("x-virtualsms-signature") {
            // This generation always has a timestamp; a call without one was tampered with.
            guard let timestamp = value("x-virtualsms-timestamp") else { return false }
            return isValid(
                body: body, header: header, timestamp: timestamp, secret: secret, now: now)
        }
        guard let header = value("x-signature") else { return false }
        return isValid(
            body: body, header: header, timestamp: value("x-timestamp"), secret: secret, now: now)
    }

    /// - Parameters:
    ///   - header: the signature header's value.
    ///   - timestamp: Unix seconds or RFC 3339; nil if the generation has none.
    package static func isValid(
        body: [UInt8], header: String, timestamp: String?, secret: Secret, now: Instant
    ) -> Bool {
        if let timestamp, !isRecent(timestamp, now) { return false }
        guard !secret.isEmpty, let code = code(in: header) else { return false }
        // Constant time, whichever byte is wrong.
        return HMAC<SHA256>.isValidAuthenticationCode(
            code, authenticating: body,
            using: SymmetricKey(data: Array(secret.reveal().utf8)))
    }

    private static func isRecent(_ timestamp: String, _ now: Instant) -> Bool {
        guard let time = JSONValue.string(timestamp).instant(in: .utc) else { return false }
        let distance = time < now ? now - time : time - now
        return distance <= window
    }

    /// The 32 bytes of the header; nil for anything but 64 hexadecimal digits.
    private static func code(in header: String) -> [UInt8]? {
        var digits = Substring(header.trimmed)
        if digits.lowercased().hasPrefix("sha256=") { digits = digits.dropFirst(7) }
        let values = digits.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = values[index], let low = values[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}
