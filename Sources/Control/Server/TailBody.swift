import Foundation
import Hummingbird
import NIOCore

/// Events as lines of JSON for as long as somebody reads them. An empty line every few seconds
/// shows that the manager is still there.
///
/// - Parameter place: kept until nobody reads any more.
func tailBody(
    _ handler: ControlHandler, last: Int, line: Int64?, holding place: StandingPlace
) -> ResponseBody {
    ResponseBody { writer in
        defer { withExtendedLifetime(place) {} }
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (lines, feed) = AsyncStream.makeStream(
                of: String.self, bufferingPolicy: .bufferingNewest(1000))
            group.addTask {
                for await item in try await handler.tail(last: last, line: line) {
                    guard let data = try? ControlCoding.encode(item) else { continue }
                    feed.yield(String(decoding: data, as: UTF8.self))
                }
                feed.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try await handler.pause(.seconds(5))
                    feed.yield("")
                }
            }
            // If the reader has gone, the write fails, which ends both tasks.
            for await line in lines {
                try await writer.write(ByteBuffer(string: line + "\n"))
            }
            group.cancelAll()
        }
        try await writer.finish(nil)
    }
}
