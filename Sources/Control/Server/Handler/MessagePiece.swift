import Keeping
import Lines
import Scripting
import Storage
import Transport

/// A piece of the stored messages that scripts are tried on, oldest first.
struct MessagePiece {
    var messages: [Message]
    private var until: Message.ID
    private var done: Int
    private var left: Int

    /// Larger memories do not fit into the request for the next piece.
    private static let mostBytes = 600_000

    /// Where the next piece begins when this many of this one were tried; nil if none are left.
    func place(after count: Int, _ memories: [[ScriptMemory]]) throws -> TrialPlace? {
        guard count > 0, left > count, let last = messages.prefix(count).last else { return nil }
        let bytes = memories.joined().reduce(0) { size, memory in
            memory.values.reduce(size) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        }
        guard bytes <= Self.mostBytes else {
            throw ControlFailure(
                .failed,
                "The scripts remember more than \(Self.mostBytes / 1000) KB together, so only "
                    + "\(counted(done + count, "message")) can be tried at a time. Give --last "
                    + "\(done + count), or --fresh.")
        }
        return TrialPlace(
            after: last.id, until: until, done: done + count, left: left - count,
            memories: memories)
    }
}

extension ControlHandler {
    func pieceOfMessages(
        _ range: TrialRange, _ place: TrialPlace?, most: Int
    ) throws -> MessagePiece {
        let store = keeper.store
        if let place {
            return try MessagePiece(store, place.after, place.until, place.done, place.left, most)
        }
        let since = range.sinceSeconds.map { keeper.world.now() - seconds($0) }
        let span = try store.span(last: min(max(range.last ?? 100_000, 1), 100_000), since: since)
        return try MessagePiece(store, span.after, span.until, 0, span.count, most)
    }
}

extension MessagePiece {
    fileprivate init(
        _ store: Store, _ after: Message.ID, _ until: Message.ID, _ done: Int, _ left: Int,
        _ most: Int
    ) throws {
        messages = try store.messages(after: after, limit: most).filter { $0.id <= until }
        self.until = until
        self.done = done
        self.left = left
    }
}

extension ScriptMemory {
    init(_ script: String, _ memory: [String: ScriptValue]) {
        self.script = script
        values = memory.sorted { $0.key < $1.key }
            .map { MemoryRecord(key: $0.key, value: $0.value.json) }
    }
}
