/// A number of the person's own, as config.lua names it: a SIM in a modem or phone, or a carrier's
/// number.
package struct OwnLine: Equatable, Sendable {
    /// Its name in config.lua, which is also its id at the "provider".
    package var name: String
    /// Digits with a leading `+`.
    package var number: String
    /// A folder in which another program leaves received messages; nil if none does.
    package var folder: MessageFolder?

    package init(name: String, number: String, folder: MessageFolder? = nil) {
        self.name = name
        self.number = number
        self.folder = folder
    }
}

/// A folder of received messages and the program that fills it.
package struct MessageFolder: Equatable, Sendable {
    package enum Format: String, CaseIterable, Sendable {
        /// gammu-smsd's `files` backend.
        case gammu
        /// The SMS Server Tools 3.
        case smstools
    }

    /// An absolute path.
    package var path: String
    package var format: Format

    package init(path: String, format: Format) {
        self.path = path
        self.format = format
    }
}

extension [OwnLine] {
    /// The line that a post is for.
    ///
    /// - Parameters:
    ///   - name: as the address it was posted to names it; nil if it names none.
    ///   - number: the number it was sent to; nil if the post does not say.
    /// - Throws: `unaddressed` if no line, or more than one, is meant.
    func line(named name: String?, for number: String?) throws(PushRefusal) -> OwnLine {
        if let name {
            if let line = first(where: { $0.name == name }) { return line }
            throw .unaddressed("no line is called \(name)")
        }
        if let number, let line = line(with: number) { return line }
        if let number, number.contains(where: { ("0"..."9").contains($0) }) {
            throw .unaddressed("no line has the number \(number)")
        }
        guard count == 1, let only = first else {
            throw .unaddressed(
                "it does not say for which line; add its name to the address, such as /"
                    + "\(first?.name ?? "")")
        }
        return only
    }

    /// Senders write a number in full, without its `+`, or as it is dialled within the country.
    private func line(with number: String) -> OwnLine? {
        let digits = Self.significant(number)
        guard digits.count >= 5 else { return nil }
        if let whole = first(where: { $0.number.dropFirst() == digits }) { return whole }
        // Shorter endings could belong to several numbers.
        guard digits.count >= 7 else { return nil }
        let ending = filter { $0.number.hasSuffix(digits) }
        return ending.count == 1 ? ending[0] : nil
    }

    /// The digits without the zeros that stand for a prefix.
    private static func significant(_ number: String) -> String {
        String(number.filter { ("0"..."9").contains($0) }.drop { $0 == "0" })
    }
}
