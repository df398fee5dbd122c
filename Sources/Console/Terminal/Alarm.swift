import Foundation

/// A pipe by which any thread wakes one that waits for keys.
struct Alarm: Sendable {
    /// Readable while the alarm is on.
    let descriptor: Descriptor
    /// Where a byte sets it off; for a signal handler, which can do no more than write.
    let trigger: Descriptor

    /// Nil when the process has no descriptors left.
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

    /// A full pipe is an alarm already set off, so what does not fit is not missed.
    func setOff() {
        var byte: UInt8 = 0
        _ = write(trigger.number, &byte, 1)
    }

    func reset() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor.number, &bytes, bytes.count) == bytes.count {}
    }
}
