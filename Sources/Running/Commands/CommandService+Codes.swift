import Accounts
import Keeping
package import Lines
import Storage
import Transport

/// Codes for somebody who waits, and the codes of stored messages decided again.
extension CommandService {
    /// A message this recent most likely has the code that is asked for.
    private static let recent = Duration.seconds(30)
    /// How long a guess is held back for a code that is certain.
    static let guessPatience = Duration.seconds(10)
    /// A certain code is preferred to a guess that came no later than this after it.
    private static let guessDistance = Duration.minutes(10)

    /// The latest code, or the next one within `limit`.
    ///
    /// A sleeping rental is woken and kept listening meanwhile. The line is asked as often as the
    /// account's budget allows. Without a line, a code on any line is accepted. A guess is returned
    /// at once only on an activation, which was bought for a code.
    package func code(on text: String?, within limit: Duration) async throws -> Message {
        var line: Line?
        if let text { line = try await keeper.line(text) }
        if let line, limit > .zero { try await keeper.checkAccount(of: line) }
        let codes = try latestCodes(on: line?.id)
        guard limit > .zero else {
            guard let code = await preferred(of: codes) else {
                throw KeeperError.noCode(line?.name ?? "")
            }
            return code
        }
        // Messages that were there when their line was adopted are old, whatever their time.
        var held: Message?
        for code in codes where !code.isBacklog {
            guard await age(of: code) < Self.recent else { break }
            if await isTakenAtOnce(code) { return code }
            held = held ?? code
        }
        let watch = keeper.hub.watch()
        if let line { try await hasten(line, limit) }
        var patience = limit
        if let line, line.state.isEnded, let ended = line.endedAt {
            let rest = ended + LineObstacle.underWay - (await keeper.time(at: line))
            patience = min(limit, max(rest, .zero))
        }
        let found = await nextCode(in: watch, on: line?.id, within: patience, holding: held)
        if let line { await keeper.stopAwaiting(line.id) }
        if let found { return found }
        guard let before = codes.first else { throw KeeperError.noCode(line?.name ?? "") }
        throw KeeperError.refused(await nothingNew(on: line, since: before))
    }

    /// What to report after a wait without a new code, if there is an older one.
    private func nothingNew(on line: Line?, since last: Message) async -> String {
        let place = line.map { " on line \($0.name)" } ?? ""
        let holder = line == nil ? ", on line \(last.line)," : ""
        let code = last.oneTimeCode?.shown ?? ""
        return "No new code\(place) in that time. The last one\(holder) is \(code), "
            + "\(await age(of: last).inWords) old."
    }

    // MARK: Waiting

    private enum Turn: Sendable {
        case message(Message)
        /// The line will receive nothing more.
        case over
        case timeUp
    }

    /// The first code that is taken at once among new messages, or else a guess once it has been
    /// held back; nil if neither came within `limit`.
    private func nextCode(
        in watch: AsyncStream<EventRecord>, on line: Line.ID?, within limit: Duration,
        holding held: Message?
    ) async -> Message? {
        let world = keeper.world
        let wait: @Sendable (Duration) async -> Turn = { span in
            try? await world.sleep(span)
            return .timeUp
        }
        let rest: Duration =
            if let held { max(Self.guessPatience - (await age(of: held)), .zero) } else { .zero }
        return await withTaskGroup(of: Turn.self) { group in
            defer { group.cancelAll() }
            var held = held
            group.addTask { await wait(limit) }
            if held != nil { group.addTask { await wait(rest) } }
            group.addTask { await nextMessage(in: watch, on: line) }
            while let turn = await group.next() {
                guard case .message(let message) = turn else { break }
                if await isTakenAtOnce(message) { return message }
                if held == nil { group.addTask { await wait(Self.guessPatience) } }
                held = message
                group.addTask { await nextMessage(in: watch, on: line) }
            }
            // It may have been completed meanwhile.
            return held.map { (try? keeper.store.message($0.id)) ?? $0 }
        }
    }

    /// The next message with a code.
    private func nextMessage(
        in watch: AsyncStream<EventRecord>, on line: Line.ID?
    ) async -> Turn {
        for await event in watch {
            // A line that is refunded or cancelled meanwhile will not receive anything.
            if let line, event.line == line, ["refunded", "cancelled"].contains(event.kind) {
                return .over
            }
            guard ["message", "completed"].contains(event.kind) else { continue }
            guard line == nil || event.line == line, let id = event.message else { continue }
            if let message = try? keeper.store.message(id), message.code != nil, !message.isBacklog
            {
                return .message(message)
            }
        }
        return .over
    }

    private func isTakenAtOnce(_ message: Message) async -> Bool {
        guard message.oneTimeCode?.isGuess == true else { return true }
        return await keeper.knownLine(message.line)?.kind == .activation
    }

    /// The age of a message, by the provider's time of receipt if there is one.
    private func age(of message: Message) async -> Duration {
        guard let line = await keeper.knownLine(message.line), let received = message.receivedAt
        else { return keeper.world.now() - message.storedAt }
        let age = await keeper.time(at: line) - received
        // A time in the future is unusable.
        return age < .zero ? keeper.world.now() - message.storedAt : age
    }

    private func hasten(_ line: Line, _ limit: Duration) async throws {
        if line.kind == .rental, line.state == .active {
            try await keeper.keepAwake(line.id, for: limit + .seconds(30))
        }
        await keeper.expectMessage(on: line.id, for: limit)
    }

    // MARK: Stored codes

    private func latestCodes(on line: Line.ID?) throws -> [Message] {
        var filter = keeper.store.filter()
        filter.line = line
        filter.limit = 20
        return try keeper.store.messages(filter).filter { $0.code != nil }
    }

    /// The latest code, unless it is a guess that a certain one precedes by little.
    private func preferred(of codes: [Message]) async -> Message? {
        guard let latest = codes.first, !(await isTakenAtOnce(latest)) else { return codes.first }
        return codes.first {
            $0.oneTimeCode?.isGuess == false
                && latest.storedAt - $0.storedAt <= Self.guessDistance
        } ?? latest
    }

    /// Whether a code is no longer accepted, as far as is known.
    package func hasRunOut(_ message: Message) async -> Bool {
        guard let end = message.oneTimeCode?.validUntil else { return false }
        guard message.receivedAt != nil, let line = await keeper.knownLine(message.line) else {
            return end <= keeper.world.now()
        }
        return end <= (await keeper.time(at: line))
    }

    // MARK: Deciding again

    /// The most messages that are read in one step, and the most codes written in one.
    private static let (readAtOnce, writtenAtOnce) = (1000, 100)

    /// Decides again on the codes of stored messages, a limited number after the given one.
    ///
    /// - Parameter isApplied: whether the differences are written.
    /// - Returns: what differs, and the last message read; nil if there are no more.
    package func recomputeCodes(
        after id: Message.ID, isApplied: Bool
    ) async throws -> (changes: [CodeChange], last: Message.ID?) {
        let messages = try keeper.store.messages(after: id, limit: Self.readAtOnce)
        let lines = Dictionary(
            uniqueKeysWithValues: try keeper.store.lines().map { ($0.id, $0) })
        let changes = messages.compactMap { message in
            lines[message.line].flatMap { message.codeChange(on: $0) }
        }
        if isApplied {
            for start in stride(from: 0, to: changes.count, by: Self.writtenAtOnce) {
                let end = min(start + Self.writtenAtOnce, changes.count)
                try await keeper.recompute(Array(changes[start..<end]))
            }
        }
        return (changes, messages.count < Self.readAtOnce ? nil : messages.last?.id)
    }
}
