import Control
import Lines

/// The live display of a console with several commands: events appear while commands are typed,
/// until it is turned off.
package struct LiveDisplay: Sendable {
    /// The events to show from now on.
    struct Wish: Sendable {
        var last: Int
        /// Only events about this line.
        var line: Int64?
        var format: ListingFormat
    }

    private let wishes: AsyncStream<Wish?>
    private let continuation: AsyncStream<Wish?>.Continuation

    init() {
        (wishes, continuation) = AsyncStream.makeStream(
            of: Wish?.self, bufferingPolicy: .bufferingNewest(8))
    }

    func turnOn(_ wish: Wish) {
        continuation.yield(wish)
    }

    func turnOff() {
        continuation.yield(nil)
    }

    /// Shows the requested events until the task is cancelled.
    func run(in session: Session) async {
        var iterator = wishes.makeAsyncIterator()
        var next = await iterator.next()
        while let wish = next {
            guard let wish else {
                next = await iterator.next()
                continue
            }
            next = await withTaskGroup(of: Void.self) { group in
                group.addTask { await show(wish, in: session) }
                defer { group.cancelAll() }
                return await iterator.next()
            }
        }
    }

    private func show(_ wish: Wish, in session: Session) async {
        do {
            try await TailWriter(session: session, wish: wish).run()
            if !Task.isCancelled { await session.terminal.remark("The live display has ended.") }
        } catch {
            guard !Task.isCancelled else { return }
            await session.terminal.remark("The live display has ended: \("\(error)")")
        }
    }
}
