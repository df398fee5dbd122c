import Foundation
import Lines
import Synchronization
import TestSupport

/// A server below HTTP that misbehaves in ways no HTTP server would.
final class RawServer: Sendable {
    enum Conduct: Sendable {
        /// Sends these bytes, keeps the connection and reads the next request.
        case answer(String)
        /// The same, after a while.
        case wait(Duration, then: String)
        /// Sends these bytes, possibly none, and closes.
        case close(after: String)
        /// Sends these bytes and resets the connection.
        case reset(after: String)
        /// Sends these bytes and then is silent, with the connection open.
        case hang(after: String)
        /// Sends this line this many times, as fast as it is read, and closes.
        case flood(String, count: Int)
    }

    let port: UInt16
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let departures: AsyncStream<Void>
    private let departure: AsyncStream<Void>.Continuation
    private let listener: Int32
    private let conduct: [Conduct]
    private let state = Mutex(
        (requests: [String](), silent: [Int32](), stopped: false, flooded: 0))

    /// - Parameter conduct: the conduct for the first request, the second, and so on; the last one
    ///   applies to all later requests.
    init(_ conduct: Conduct...) throws {
        self.conduct = conduct
        (arrivals, arrival) = AsyncStream.makeStream()
        (departures, departure) = AsyncStream.makeStream()
        (listener, port) = try LoopbackSocket.listener(backlog: 16)
        Thread.detachNewThread { self.acceptAll() }
    }

    /// The number of lines of a flood accepted by the network.
    var flooded: Int { state.withLock { $0.flooded } }

    /// Every request received, over any connection.
    var requests: [String] { state.withLock { $0.requests } }

    func firstArrival() async {
        for await _ in arrivals { return }
    }

    /// Waits until a connection that was left hanging is closed by the other side.
    func nextDeparture() async {
        for await _ in departures { return }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            state.stopped = true
            for connection in state.silent { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            Thread.detachNewThread { self.serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        while let request = readRequest(connection) {
            let conduct = state.withLock { state in
                state.requests.append(request)
                return self.conduct[min(state.requests.count, self.conduct.count) - 1]
            }
            arrival.yield()
            switch conduct {
            case .answer(let text):
                say(text, to: connection)
            case .wait(let pause, let text):
                Thread.sleep(forTimeInterval: Double(pause.milliseconds) / 1000)
                say(text, to: connection)
            case .close(let text):
                say(text, to: connection)
                close(connection)
                return
            case .reset(let text):
                say(text, to: connection)
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(
                    connection, SOL_SOCKET, SO_LINGER, &linger,
                    socklen_t(MemoryLayout.size(ofValue: linger)))
                close(connection)
                return
            case .flood(let line, let count):
                say("HTTP/1.1 200 OK\r\n\r\n", to: connection)
                for _ in 0..<count {
                    say(line + "\n", to: connection)
                    state.withLock { $0.flooded += 1 }
                }
                close(connection)
                return
            case .hang(let text):
                say(text, to: connection)
                let stopped = state.withLock { state in
                    state.silent.append(connection)
                    return state.stopped
                }
                var byte: UInt8 = 0
                while !stopped, read(connection, &byte, 1) > 0 {}
                state.withLock { state in state.silent.removeAll { $0 == connection } }
                close(connection)
                departure.yield()
                return
            }
        }
        close(connection)
    }

    /// Head and body of the next request; nil if the connection ends first.
    private func readRequest(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
    }

    private func say(_ text: String, to connection: Int32) {
        LoopbackSocket.write(Array(text.utf8), to: connection)
    }
}
