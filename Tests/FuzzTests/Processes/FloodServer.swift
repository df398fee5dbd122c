import Foundation
import TestSupport

/// A server on this machine that answers every request with a given number of bytes, generated
/// while they are sent: it holds none of them itself.
final class FloodServer: Sendable {
    struct Flood: Sendable {
        var length: Int
        /// Whether the answer announces its length.
        var isAnnounced: Bool
        var opening = #"{"success":1,"data":["#
        var piece = #"{"service":1,"country":1,"pool":7,"price":"0.24"},"#
        let closing = "{}]}"
    }

    let port: Int
    private let file: Int32
    private let flood: Flood

    init(_ flood: Flood) throws {
        self.flood = flood
        let (file, port) = try LoopbackSocket.listener(backlog: 8)
        self.file = file
        self.port = Int(port)
        Thread.detachNewThread {
            while case let client = accept(file, nil, nil), client >= 0 {
                Self.answer(client, flood)
                close(client)
            }
        }
    }

    deinit { shutdown(file, Int32(SHUT_RDWR)) }

    private static func answer(_ client: Int32, _ flood: Flood) {
        var room = [UInt8](repeating: 0, count: 65_536)
        guard recv(client, &room, room.count, 0) > 0 else { return }
        let length = flood.isAnnounced ? "Content-Length: \(flood.length)\r\n" : ""
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\(length)\r\n"
        guard LoopbackSocket.write(Array((head + flood.opening).utf8), to: client) else { return }
        let pieces = Array(String(repeating: flood.piece, count: 1000).utf8)
        var left = flood.length - flood.opening.utf8.count - flood.closing.utf8.count
        while left >= pieces.count, LoopbackSocket.write(pieces, to: client) {
            left -= pieces.count
        }
        let filling = String(repeating: " ", count: left % pieces.count)
        LoopbackSocket.write(Array((filling + flood.closing).utf8), to: client)
    }
}
