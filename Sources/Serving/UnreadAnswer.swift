import Foundation
import NIOCore

/// Tells somebody who reads slowly from somebody who has stopped reading, by what the kernel holds for
/// them at several looks.
struct UnreadAnswer {
    /// How many looks in a row have to find that nothing was taken.
    static let looks = 6

    private var last = 0
    private var times = 0

    /// Whether nothing was taken at so many looks in a row.
    mutating func isStuck(with bytes: Int) -> Bool {
        times = bytes > 0 && bytes >= last ? times + 1 : 0
        last = bytes
        return times > Self.looks
    }
}

extension SocketOptionProvider {
    /// What was written and not taken by the other side yet, as the kernel counts it; 0 where it does not
    /// tell.
    func unreadBytes() -> EventLoopFuture<Int> {
        // Nine numbers of 32 bits (SO_MEMINFO); the third is the memory of what waits to be taken.
        typealias Memory = (
            UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32
        )
        let asked: EventLoopFuture<Memory> = unsafeGetSocketOption(
            level: .socket, name: .init(rawValue: 55))
        return asked.map { Int($0.2) }.recover { _ in 0 }
    }
}
