import Foundation

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

    init(_ flood: Flood) {
        self.flood = flood
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let file = file
        let failed = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(file, address, size) == 0 && listen(file, 8) == 0
                    && getsockname(file, address, &size) == 0
            }
        }
        precondition(failed, "no port could be had")
        port = Int(UInt16(bigEndian: address.sin_port))
        let flood = flood
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
        guard send(client, Array((head + flood.opening).utf8)) else { return }
        let pieces = Array(String(repeating: flood.piece, count: 1000).utf8)
        var left = flood.length - flood.opening.utf8.count - flood.closing.utf8.count
        while left >= pieces.count, send(client, pieces) { left -= pieces.count }
        let filling = String(repeating: " ", count: left % pieces.count)
        _ = send(client, Array((filling + flood.closing).utf8))
    }

    private static func send(_ client: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
