/// Reads the fields of a form that somebody sent to us, in the order in which they were written.
package enum FormFields {
    /// `application/x-www-form-urlencoded`, as a body or after the `?` of an address. Bytes that are
    /// no UTF-8 are shown as U+FFFD; a `%` without two hexadecimal digits stays as it is.
    package static func urlEncoded(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(halves[0]), halves.count > 1 ? decode(halves[1]) : "")
        }
    }

    private static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"),
                let value = PercentEncoding.byte(of: rest.prefix(2))
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
