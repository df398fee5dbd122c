import Control
import Lines

/// The live display of a console with several commands: events appear while commands are typed,
/// until it is turned off.
package struct LiveDisplay: Sendable {
    /// The events to show from now on.
    struct Request: Sendable {
        var last: Int
        /// Only events about this line.
        var line: Int64?
        var format: ListingFormat
    }

    private let requests: AsyncStream<Request?>
    private let continuation: AsyncStream<Request?>.Continuation

    init() {
        (requests, continuation) = AsyncStream.makeStream(
            of: Request?.self, bufferingPolicy: .bufferingNewest(8))
    }

    func turnOn(_ request: Request) {
        continuation.yield(request)
    }

    func turnOff() {
        continuation.yield(nil)
    }

    /// Shows the requested events until the task is cancelled.
    func run(in session: Session) async {
        var iterator = requests.makeAsyncIterator()
        var next = await iterator.next()
        while let request = next {
            guard let request else {
                next = await iterator.next()
                continue
            }
            next = await withTaskGroup(of: Void.self) { group in
                group.addTask { await show(request, in: session) }
                defer { group.cancelAll() }
                return await iterator.next()
            }
        }
    }

    private func show(_ request: Request, in session: Session) async {
        do {
            try await TailWriter(session: session, request: request).run()
            if !Task.isCancelled { await session.terminal.remark("The live display has ended.") }
        } catch {
            guard !Task.isCancelled else { return }
            await session.terminal.remark("The live display has ended: \("\(error)")")
        }
    }
}
