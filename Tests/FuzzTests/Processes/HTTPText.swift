/// HTTP as text, as far as these tests need it.
enum HTTPText {
    static func post(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let head =
            "POST /v1/\(name) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    static func post(_ name: String, _ body: String) -> [UInt8] { post(name, Array(body.utf8)) }

    static func status(of reply: [UInt8]) -> Int? {
        let line = String(decoding: reply.prefix(64), as: UTF8.self).prefix { $0 != "\r\n" }
        let words = line.split(separator: " ")
        return words.count >= 2 && words[0].hasPrefix("HTTP/1.1") ? Int(words[1]) : nil
    }

    static func body(of reply: [UInt8]) -> [UInt8] {
        guard let end = reply.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
        return Array(reply[end.upperBound...])
    }

    /// Whether an answer with a length is complete.
    static func isWhole(_ reply: [UInt8]) -> Bool {
        guard let end = reply.firstRange(of: Array("\r\n\r\n".utf8)) else { return false }
        let head = String(decoding: reply[..<end.lowerBound], as: UTF8.self).lowercased()
        guard let place = head.firstRange(of: "content-length: ") else { return false }
        let length = Int(head[place.upperBound...].prefix { $0.isNumber }) ?? 0
        return reply.count - end.upperBound >= length
    }
}
