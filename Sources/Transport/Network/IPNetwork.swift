#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A range of IP addresses such as `10.0.0.0/8`, or a single one.
struct IPNetwork: Sendable {
    private let bytes: [UInt8]
    /// The number of leading bits that are compared.
    private let prefix: Int

    init?(_ text: Substring) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = Self.bytes(Self.bare(parts[0])) else {
            return nil
        }
        let most = bytes.count * 8
        let length = parts.count == 2 ? Int(parts[1]) : most
        guard let length, (0...most).contains(length) else { return nil }
        self.bytes = bytes
        prefix = length
    }

    func contains(_ host: String) -> Bool {
        guard let other = Self.bytes(host), other.count == bytes.count else { return false }
        for bit in 0..<prefix {
            let mask: UInt8 = 0x80 >> UInt8(bit % 8)
            let difference = bytes[bit / 8] ^ other[bit / 8]
            if difference & mask != 0 { return false }
        }
        return true
    }

    private static func bare(_ text: Substring) -> String {
        text.hasPrefix("[") && text.hasSuffix("]")
            ? String(text.dropFirst().dropLast()) : String(text)
    }

    private static func bytes(_ host: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, host, &four) == 1 { return four }
        var six = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, host, &six) == 1 { return six }
        return nil
    }
}
