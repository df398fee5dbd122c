import Lines

/// A file of the SMS Server Tools: headers, an empty line, and the text.
///
/// `From` has no `+`; `Received` is this machine's time. `Alphabet` says how the text is written:
/// `ISO` (8859-15), `UTF-8`, or `UCS2`
/// (UTF-16).
struct SMSToolsFile {
    private let headers: [String: String]
    private let body: ArraySlice<UInt8>
    private let name: String

    /// Nil if it has no headers.
    init?(bytes: [UInt8], name: String) {
        var headers: [String: String] = [:]
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self).trimmed
            rest = rest[rest.index(after: end)...]
            guard !line.isEmpty else { break }
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] =
                String(line[line.index(after: colon)...]).trimmed
        }
        guard headers["from"] != nil else { return nil }
        self.headers = headers
        self.name = name
        body = rest
    }

    /// Nil for a delivery report.
    func message(zone: LocalZone) -> PostedMessage? {
        guard headers["report"]?.lowercased() != "yes" else { return nil }
        var message = ReceivedMessage(text: text)
        message.sender = sender
        message.receivedAt = (headers["received"] ?? headers["sent"]).flatMap {
            Instant(wireTime: "20\($0)", in: zone)
        }
        // The name is chosen at random, and may come again once the file is gone.
        let id = PostedMessage.id(
            "smstools", name, headers["sent"], headers["received"], headers["from"])
        return PostedMessage(id: id, message: message)
    }

    private var text: String {
        switch headers["alphabet"]?.lowercased() {
        case "ucs2", "ucs-2", "unicode": ForeignText.utf16(body, isLittleEndian: false)
        case "iso", "latin": ForeignText.latin(body)
        default: ForeignText.decode(Array(body))
        }
    }

    /// An international number gets its `+`; names stay as they are.
    private var sender: String? {
        guard let from = headers["from"], !from.isEmpty else { return nil }
        let isInternational = headers["from_toa"]?.hasPrefix("91") == true
        return isInternational && from.allSatisfy(\.isNumber) ? "+\(from)" : from
    }
}
