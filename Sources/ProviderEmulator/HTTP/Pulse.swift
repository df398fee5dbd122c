import NIOCore
import NIOPosix

/// How often it is looked whether a provider has something to say by itself.
///
/// Real time whatever the emulator's clock does: how soon news goes out is the server's affair.
enum Pulse {
    static func beat() async throws {
        try Task.checkCancellation()
        try await MultiThreadedEventLoopGroup.singleton.any()
            .scheduleTask(in: .milliseconds(20)) {}.futureResult.get()
    }
}
