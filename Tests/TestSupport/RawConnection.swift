import Foundation

/// One connection on which any bytes can be sent, and whose end is seen as it is: an HTTP library would
/// hide just that. It is closed when this value is gone.
package final class RawConnection: Sendable {
    private let file: Int32

    /// To a Unix socket; nil when nobody takes it in time.
    package init?(_ path: String, within time: Duration = .seconds(60)) {
        file = LoopbackSocket.stream(AF_UNIX)
        wait(SO_SNDTIMEO, time)
        guard LoopbackSocket.connect(file, to: path) else { return nil }
    }

    /// To a port of this machine.
    package init(port: Int) {
        file = LoopbackSocket.stream()
        LoopbackSocket.connect(file, to: UInt16(port))
    }

    deinit { close(file) }

    /// Whether all of it went out within a number of seconds.
    @discardableResult
    package func send(_ bytes: [UInt8], within time: Duration = .seconds(60)) -> Bool {
        wait(SO_SNDTIMEO, time)
        return LoopbackSocket.write(bytes, to: file)
    }

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// What comes next; empty at the end, nil when nothing came in time.
    package func receive(within time: Duration) -> [UInt8]? {
        wait(SO_RCVTIMEO, time)
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(file, &room, room.count, 0)
        guard count >= 0 else { return errno == ECONNRESET ? [] : nil }
        return Array(room.prefix(count))
    }

    /// Says that nothing more will be sent.
    package func finish() { shutdown(file, Int32(SHUT_WR)) }

    /// Leaves without waiting for an answer.
    package func leave() { shutdown(file, Int32(SHUT_RDWR)) }

    /// One request and what is answered to it, as far as it comes in time.
    package func exchange(_ request: [UInt8], within time: Duration) -> [UInt8]? {
        send(request, within: time)
        var reply: [UInt8] = []
        let deadline = ContinuousClock.now + time
        while ContinuousClock.now < deadline, let bytes = receive(within: time), !bytes.isEmpty {
            reply += bytes
            if HTTPText.isWhole(reply) { return reply }
        }
        return reply.isEmpty ? nil : reply
    }

    private func wait(_ option: Int32, _ time: Duration) {
        let (seconds, rest) = time.components
        // Nothing at all would mean for ever.
        var time = timeval()
        time.tv_sec = .init(seconds)
        time.tv_usec = .init(rest / 1_000_000_000_000 + 1)
        setsockopt(file, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
}

/// What comes until the other side ends the connection.
extension RawConnection {
    package enum Ending: Equatable, Sendable {
        case closed
        case reset
        case failed(Int32)
    }

    package struct Exchange: Sendable {
        package var received: [UInt8]
        package var ending: Ending

        package var head: String { HTTPText.head(of: received) }
        package var body: String { String(decoding: HTTPText.body(of: received), as: UTF8.self) }

        package func header(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").first {
                $0.lowercased().hasPrefix(name.lowercased() + ":")
            }
            return line.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    /// Reads until the other side ends the connection, on a thread of its own: a task must not block
    /// the one it runs on.
    package func readToEnd() async -> Exchange {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var received: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4096)
                var ending = Ending.closed
                while true {
                    let count = recv(file, &buffer, buffer.count, 0)
                    if count < 0 { ending = errno == ECONNRESET ? .reset : .failed(errno) }
                    guard count > 0 else { break }
                    received += buffer[..<count]
                }
                continuation.resume(returning: Exchange(received: received, ending: ending))
            }
        }
    }
}
