import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The host of an address: a name in ASCII as used in DNS, or an IP address.
package enum HostName {
    /// The host in the form used by the resolver and in headers, or nil if it is not valid.
    package static func ascii(_ text: Substring) -> String? {
        if text.hasPrefix("[") {
            guard text.hasSuffix("]") else { return nil }
            let address = text.dropFirst().dropLast()
            return address.contains(":") && isIPAddress(String(address))
                ? address.lowercased() : nil
        }
        let name = text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : punycode(text)
        return name.flatMap { isName($0) ? $0 : nil }
    }

    package static func isIPAddress(_ text: String) -> Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }

    /// RFC 1123, plus the underscore that some real names contain.
    private static func isName(_ name: String) -> Bool {
        let whole = name.hasSuffix(".") ? name.dropLast() : Substring(name)
        guard (1...253).contains(whole.utf8.count) else { return false }
        return whole.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    switch Unicode.Scalar(byte) {
                    case "a"..."z", "0"..."9", "-", "_": true
                    default: false
                    }
                }
        }
    }

    /// `bücher.example` as `xn--bcher-kva.example` (IDNA), converted by Foundation.
    private static func punycode(_ text: Substring) -> String? {
        guard let host = URL(string: "http://\(text)/")?.host,
            host.utf8.allSatisfy({ $0 < 0x80 })
        else { return nil }
        return host.lowercased()
    }
}
