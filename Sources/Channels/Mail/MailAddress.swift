import Transport

/// Somebody's mail address: `joe@example.org` or `Joe <joe@example.org>`.
///
/// Parsed in full, so that nothing in it can end a command or a header. The part before the `@` is
/// ASCII, which every server takes; a domain in other letters is written as DNS does.
package struct MailAddress: Sendable, Equatable {
    /// What is shown for it.
    package let name: String?
    /// `joe@example.org`
    package let address: String
    /// What follows the `@`.
    package let domain: String

    package init?(_ text: String) {
        let text = Self.trimmed(Substring(text))
        guard text.hasSuffix(">"), let mark = text.lastIndex(of: "<") else {
            self.init(name: nil, address: text)
            return
        }
        var name = Self.trimmed(text[..<mark])
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
            name = name.dropFirst().dropLast()
        }
        guard name.plainLine(limit: 100) == name else { return nil }
        self.init(
            name: name.isEmpty ? nil : String(name),
            address: text[text.index(after: mark)...].dropLast())
    }

    private init?(name: String?, address: Substring) {
        guard let at = address.lastIndex(of: "@"),
            let domain = HostName.ascii(address[address.index(after: at)...]),
            !domain.contains(":"), Self.isLocal(address[..<at])
        else { return nil }
        self.name = name
        self.domain = domain
        self.address = "\(address[..<at])@\(domain)"
        guard self.address.utf8.count <= 254 else { return nil }
    }

    /// RFC 5321's dot-string: nothing in it ever needs quotes.
    private static func isLocal(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy(MailHeader.isAtom)
            }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        guard let end = start.lastIndex(where: { $0 != " " }) else { return "" }
        return start[...end]
    }
}

extension Substring {
    fileprivate func plainLine(limit: Int) -> Substring {
        Substring(String(self).plainLine(limit: limit))
    }
}
