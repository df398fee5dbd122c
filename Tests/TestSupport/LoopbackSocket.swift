package import Foundation
import Synchronization

/// Sockets of this machine below any library, for servers and clients that misbehave.
package enum LoopbackSocket {
    package static func stream(_ family: Int32 = AF_INET) -> Int32 {
        #if canImport(Darwin)
            socket(family, SOCK_STREAM, 0)
        #else
            socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #endif
    }

    package static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    /// A socket that listens at a port, or at one that nobody had.
    package static func listener(
        backlog: Int32, port: UInt16 = 0
    ) throws -> (listener: Int32, port: UInt16) {
        let listener = stream()
        var address = address(port: port)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, size) == 0 else { return errno }
                guard listen(listener, backlog) == 0 else { return errno }
                return getsockname(listener, address, &size) == 0 ? 0 : errno
            }
        }
        guard code == 0 else {
            close(listener)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    /// A port nobody uses at the moment, nor until it is taken up: it is none of those that the
    /// kernel gives to connections and listeners of other tests, and it is given once.
    package static func freePort() throws -> Int {
        for _ in 0..<1000 {
            let port = next.withLock { next in
                next = next < 31_999 ? next + 1 : 20_000
                return next
            }
            guard let found = try? Self.listener(backlog: 1, port: port) else { continue }
            close(found.listener)
            return Int(port)
        }
        throw POSIXError(.EADDRINUSE)
    }

    private static let next = Mutex(UInt16(20_000 + Int(getpid()) * 97 % 12_000))

    /// Whether the other side, or the queue in between, took the connection.
    @discardableResult
    package static func connect(_ file: Int32, to port: UInt16) -> Bool {
        var address = address(port: port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    package static func connect(_ file: Int32, to path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    /// Whether all of it went out.
    @discardableResult
    package static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        #if canImport(Darwin)
            let quietly: Int32 = 0
        #else
            let quietly = Int32(MSG_NOSIGNAL)
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(file, $0.baseAddress, $0.count, quietly)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
