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
        if let timestamp, !PostSignature.isRecent(timestamp, now, within: window) { return false }
        return PostSignature.isValid(hex: header, of: body, key: secret)
    }
}
