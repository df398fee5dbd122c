import Accounts
import Lines
import Providers
import Storage

/// Keeps the lines of the person's own numbers as config.lua names them, and stores what is posted
/// for them.
extension KeeperLogic {
    /// Brings the lines of every inbound account in step with the configuration, once at the start.
    mutating func keepOwnLines() throws(StoreError) {
        let accounts = accountNames().compactMap { books[$0]?.account?.configuration }
            .filter { $0.providerName == .inbound }
        for account in accounts {
            for own in account.ownLines { try keep(own, on: account.name) }
        }
        // Only now: a line that one account no longer names may go on in another.
        for account in accounts {
            let named = Set(account.ownLines.map(\.name))
            for line in books[account.name]?.servedLines ?? []
            where !line.state.isEnded && line.providerID.map(named.contains) == false {
                try retire(line)
            }
        }
    }

    private mutating func keep(_ own: OwnLine, on name: String) throws(StoreError) {
        if books[name]?.line(knownAs: own.name) == nil { try takeFormer(own, on: name) }
        guard let line = books[name]?.line(knownAs: own.name) else {
            return try add(own, on: name)
        }
        var kept = line
        var events: [LineEvent] = []
        if line.number != own.number {
            kept.number = own.number
            events.append(
                LineEvent(.numberChanged, "Its number is \(own.number) from now on."))
        }
        if line.state != .active {
            kept.state = .active
            kept.endedAt = nil
            events.append(LineEvent(.adopted, "Named in config.lua again: \(own.number)."))
        }
        guard kept != line else { return }
        try write([.line(kept), .lineEvents(events, of: kept)])
    }

    /// If its account was renamed, or another account names it now, the line goes on with its
    /// messages.
    private mutating func takeFormer(_ own: OwnLine, on name: String) throws(StoreError) {
        let former = allLines().first { line in
            own.isNamed(line) && books[line.account]?.account?.configuration.names(line) != true
        }
        guard let former else { return }
        let isRenamed = books[former.account]?.account == nil
        var line = former
        line.account = name
        try write([
            isRenamed
                ? .moved([line], from: former.account, to: name)
                : .handedOver(line, from: former.account, to: name)
        ])
        let text =
            isRenamed
            ? "Its account \(former.account) is called \(name) from now on."
            : "config.lua names it in \(name) now, and no longer in \(former.account)."
        try note(kind: "account", text: text, line: line.id)
    }

    private mutating func add(_ own: OwnLine, on name: String) throws(StoreError) {
        var line = Line(
            id: 0, account: name, provider: .inbound, kind: .inbound, state: .active,
            purchasedAt: moment.now)
        line.providerID = own.name
        line.number = own.number
        // Its name is a label too, unless another line has it or it is no label.
        line.label = try? label(own.name, for: 0)
        let event = LineEvent(.adopted, "Named in config.lua: \(own.number).")
        try write([.adopted(line, then: line, [event])])
    }

    private mutating func retire(_ line: Line) throws(StoreError) {
        var retired = line
        retired.state = .finished
        retired.endedAt = moment.now
        let event = LineEvent(.finished, "config.lua no longer names it. Its messages are kept.")
        try write([.line(retired), .lineEvents([event], of: retired)])
    }

    // MARK: Messages

    /// Stores a message that was posted for a line, unless it was posted before.
    ///
    /// - Parameter id: the same however often it is posted.
    /// - Returns: whether it is new.
    @discardableResult
    mutating func receive(
        _ message: ReceivedMessage, postedAs id: String, on line: Line
    ) throws(StoreError) -> Bool {
        let written = try write([.posted(message, id: id, on: line, there: moment.now)])
        guard !written.records.isEmpty else { return false }
        wake(.scripts)
        return true
    }

    /// Stores a message that was handed in.
    mutating func receive(_ entry: MessageSpool.Entry) throws -> (Line, isNew: Bool) {
        let line = try ownLine(entry.line)
        return (line, try receive(entry.message, postedAs: entry.id, on: line))
    }

    /// - Parameter name: the line's name in config.lua.
    mutating func receive(
        _ message: ReceivedMessage, postedAs id: String, on name: String, of account: String
    ) throws(StoreError) {
        guard let line = books[account]?.line(knownAs: name) else { return }
        try receive(message, postedAs: id, on: line)
    }

    /// The line of the person's own that a word means: by its name in config.lua, or as any line.
    func ownLine(_ word: String) throws(OwnLineRefusal) -> Line {
        let held = allLines().filter {
            $0.kind == .inbound && !$0.state.isEnded && hasAccount($0)
        }
        let named = held.filter { $0.providerID == word }
        guard named.count < 2 else {
            throw OwnLineRefusal(
                description: "Several accounts have a line \(word): give its number instead.")
        }
        if let line = named.first { return line }
        if let line = try? line(word), held.contains(line) { return line }
        let names = held.compactMap(\.providerID).joined(separator: ", ")
        throw OwnLineRefusal(
            description: "No number of your own is called \(word). "
                + (names.isEmpty
                    ? "Name one in config.lua, in an account with provider = \"inbound\"."
                    : "config.lua names \(names)."))
    }

    // MARK: Refusals

    /// Tells the person that posts are refused: most often a secret differs, and codes are being
    /// lost. Strangers do not know the address.
    mutating func noteRefusal(_ refusal: PushRefusal, on name: String) throws(StoreError) {
        let now = moment.now
        guard let account = books[name]?.account, account.configuration.providerName == .inbound,
            account.refusedPostAt.map({ now - $0 >= Self.refusalInterval }) ?? true
        else { return }
        books[name]?.account?.refusedPostAt = now
        let reason =
            switch refusal {
            case .forged: "its signature is missing or wrong. Compare the secret with \(name).key"
            case .stale:
                "it is signed too long ago. Check the clock of the sender and of this machine"
            case .unexpected: "\(name) has no key"
            case .unaddressed(let reason): reason
            case .unreadable(let fault):
                "\(fault). Check what its sender is set to post, and dialect of \(name)"
            }
        try note(
            kind: "post_refused",
            text: "A message posted to \(name) was refused: \(reason).")
    }

    private static let refusalInterval = Duration.minutes(10)
}

/// Why a message cannot be given to a line, as a sentence that says what to do.
package struct OwnLineRefusal: Error, Equatable, CustomStringConvertible {
    package let description: String
}
