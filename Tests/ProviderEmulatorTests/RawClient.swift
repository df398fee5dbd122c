import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A client that sends raw bytes and sees how the connection ends; an HTTP library would hide
/// exactly that.
struct RawClient: Sendable {
    enum Ending: Equatable, Sendable {
        case closed
        case reset
        case failed(Int32)
    }

    struct Exchange: Sendable {
        var received: String
        var ending: Ending

        var head: String { parts.first ?? "" }
        var body: String { parts.count > 1 ? parts[1] : "" }

        /// The parts before and after the empty line.
        private var parts: [String] {
            guard let range = received.firstRange(of: "\r\n\r\n") else { return [received] }
            return [
                String(received[..<range.lowerBound]), String(received[range.upperBound...]),
            ]
        }

        func header(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").first {
                $0.lowercased().hasPrefix(name.lowercased() + ":")
            }
            return line.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private let descriptor: Int32

    /// Connects to a port of this machine.
    init(port: Int) {
        #if canImport(Darwin)
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Leaves without waiting for an answer.
    func leave() {
        _ = close(descriptor)
    }

    /// Reads until the other side ends the connection, on a thread of its own, because a task must
    /// not block its thread.
    func readToEnd() async -> Exchange {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var received: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4096)
                var ending = Ending.closed
                while true {
                    let count = read(descriptor, &buffer, buffer.count)
                    if count < 0 { ending = errno == ECONNRESET ? .reset : .failed(errno) }
                    guard count > 0 else { break }
                    received += buffer[..<count]
                }
                _ = close(descriptor)
                continuation.resume(
                    returning: Exchange(
                        received: String(decoding: received, as: UTF8.self), ending: ending))
            }
        }
    }
}
