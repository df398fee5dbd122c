import Foundation
import NIOCore

/// Distinguishes a slow reader from one that has stopped reading, by the number of unread bytes in
/// the kernel at several checks.
struct UnreadAnswer {
    /// The number of consecutive checks without progress that mean it has stopped.
    static let looks = 6

    private var last = 0
    private var times = 0

    /// Whether nothing was read at that many checks in a row.
    mutating func isStuck(with bytes: Int) -> Bool {
        times = bytes > 0 && bytes >= last ? times + 1 : 0
        last = bytes
        return times > Self.looks
    }
}

extension SocketOptionProvider {
    /// The number of bytes written and not yet accepted by the other side, as counted by the
    /// kernel; 0 if unknown.
    func unreadBytes() -> EventLoopFuture<Int> {
        // Nine 32-bit numbers (SO_MEMINFO); the third is the memory of data not accepted yet.
        typealias Memory = (
            UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
        )
        let asked: EventLoopFuture<Memory> = unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: 55))
        return asked.map { Int($0.2) }.recover { _ in 0 }
    }
}
