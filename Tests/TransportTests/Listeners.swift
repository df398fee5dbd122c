import Foundation

/// A port whose connection queue is full, so that connecting to it neither succeeds nor fails.
final class FullListener: Sendable {
    let port: UInt16
    private let sockets: [Int32]

    init() throws {
        let (listener, port) = try RawServer.makeListener(backlog: 0)
        var sockets = [listener]
        for _ in 0..<4 {
            let filler = socket(
                AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            var address = RawServer.loopback(port: port)
            _ = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
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
        let (listener, port) = try RawServer.makeListener(backlog: 4)
        self.port = port
        self.listener = listener
        Thread.detachNewThread { [isDone] in
            let connection = accept(listener, nil, nil)
            isDone.signal()
            guard connection >= 0 else { return }
            let bytes = Array(greeting.utf8)
            _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
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
