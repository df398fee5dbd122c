import Foundation

/// A pipe through which any thread can wake the one that waits for keys.
struct Alarm: Sendable {
    /// Readable while the alarm is on.
    let descriptor: Descriptor
    /// The descriptor for setting it off by writing a byte; a signal handler can do no more.
    let trigger: Descriptor

    /// Nil if the process has no descriptors left.
    init?() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = Descriptor(number: ends[0])
        trigger = Descriptor(number: ends[1])
    }

    /// A full pipe means that the alarm is already on, so a byte that does not fit is not needed.
    func setOff() {
        var byte: UInt8 = 0
        _ = write(trigger.number, &byte, 1)
    }

    func reset() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor.number, &bytes, bytes.count) == bytes.count {}
    }
}
