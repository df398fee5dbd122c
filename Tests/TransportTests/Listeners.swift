import Foundation
import TestSupport

/// A port whose connection queue is full, so that connecting to it neither succeeds nor fails.
final class FullListener: Sendable {
    let port: UInt16
    private let sockets: [Int32]

    init() throws {
        let (listener, port) = try LoopbackSocket.listener(backlog: 0)
        var sockets = [listener]
        for _ in 0..<4 {
            let filler = socket(
                AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            LoopbackSocket.connect(filler, to: port)
            sockets.append(filler)
        }
        self.port = port
        self.sockets = sockets
    }

    func stop() {
        for socket in sockets { close(socket) }
    }
}

/// A port that speaks first, which no TLS server does.
final class TalkingListener: Sendable {
    let port: UInt16
    private let listener: Int32
    private let isDone = DispatchSemaphore(value: 0)

    init(greeting: String) throws {
        let (listener, port) = try LoopbackSocket.listener(backlog: 4)
        self.port = port
        self.listener = listener
        Thread.detachNewThread { [isDone] in
            let connection = accept(listener, nil, nil)
            isDone.signal()
            guard connection >= 0 else { return }
            LoopbackSocket.write(Array(greeting.utf8), to: connection)
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(connection, &buffer, buffer.count) > 0 {}
            close(connection)
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        // While it is in use, its descriptor must not be reused for another file.
        isDone.wait()
        close(listener)
    }
}
