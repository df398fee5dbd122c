import Lines

/// A file of gammu-smsd's `files` backend, by its name and content (gammu-smsd-files(7)).
///
/// `IN<date>_<time>_<serial>_<sender>_<sequence>.<ext>`: the parts of one message differ in their
/// sequence. The serial makes the name unique while the file is there.
struct GammuFile {
    /// The name without sequence and extension, shared by all parts.
    let message: String
    let kind: Kind

    enum Kind: String {
        /// A text, in UTF-8, UTF-16 or the system's charset.
        case text = "txt"
        /// The bytes of a message that is no text.
        case binary = "bin"
        /// All parts with everything known about them.
        case detail = "smsbackup"
    }

    init?(name: String) {
        guard name.hasPrefix("IN"), let dot = name.lastIndex(of: "."),
            let kind = Kind(rawValue: String(name[name.index(after: dot)...])),
            let line = name[..<dot].lastIndex(of: "_"),
            name[name.index(after: line)..<dot].allSatisfy(\.isNumber)
        else { return nil }
        message = String(name[..<line]) + "." + kind.rawValue
        self.kind = kind
    }

    static func read(
        _ contents: [[UInt8]], named name: String, zone: LocalZone
    ) -> PostedMessage? {
        let parts = name.prefix { $0 != "." }.split(
            separator: "_", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4,
            let kind = Kind(rawValue: String(name.drop { $0 != "." }.dropFirst()))
        else { return nil }
        var message: ReceivedMessage
        switch kind {
        case .text: message = ReceivedMessage(text: contents.map(ForeignText.decode).joined())
        case .binary: message = ReceivedMessage(text: binary(contents.joined()))
        case .detail:
            guard let read = GammuBackup(contents.map(ForeignText.decode).joined()) else {
                return nil
            }
            message = ReceivedMessage(text: read.text)
        }
        message.sender = parts[3].isEmpty ? nil : String(parts[3])
        message.receivedAt = time(of: name, zone: zone)
        return PostedMessage(id: id(of: name), message: message)
    }

    /// The id of a message by the name of one of its files; the hook and the folder agree on it.
    static func id(of message: String) -> String {
        PostedMessage.id("gammu", String(message.prefix { $0 != "." }))
    }

    static func time(of name: String, zone: LocalZone) -> Instant? {
        let parts = name.dropFirst(2).split(separator: "_", maxSplits: 2)
        guard parts.count == 3, parts[0].count == 8, parts[1].count == 6 else { return nil }
        let (d, t) = (Array(parts[0]), Array(parts[1]))
        let text =
            "\(String(d[0..<4]))-\(String(d[4..<6]))-\(String(d[6..<8])) "
            + "\(String(t[0..<2])):\(String(t[2..<4])):\(String(t[4..<6]))"
        return Instant(wireTime: text, in: zone)
    }

    /// A message that is no text, in a form a person can see.
    private static func binary(_ bytes: some Collection<UInt8>) -> String {
        let shown = PostSignature.hex(bytes.prefix(140))
        return "Binary message of \(counted(bytes.count, "byte")): \(shown)"
    }
}

/// A message in gammu's backup format: sections of `Key = value`, one for each part, the text as
/// hexadecimal UTF-16.
private struct GammuBackup {
    let text: String

    init?(_ file: String) {
        var digits = ""
        for line in file.split(whereSeparator: \.isNewline) where line.hasPrefix("Text") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            digits += line[line.index(after: equals)...].filter { !$0.isWhitespace }
        }
        guard let bytes = PostSignature.bytes(hex: digits) else { return nil }
        text = ForeignText.utf16(bytes[...], isLittleEndian: false)
    }
}
