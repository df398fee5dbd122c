import NIOCore
import NIOPosix

/// How often providers are checked for pushes.
///
/// In real time, whatever the emulator's clock: the delay of a push is a property of the server.
enum PushInterval {
    static func wait() async throws {
        try Task.checkCancellation()
        try await MultiThreadedEventLoopGroup.singleton.any()
            .scheduleTask(in: .milliseconds(20)) {}.futureResult.get()
    }
}
