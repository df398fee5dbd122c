import Glibc

/// The worker's end of the socket. It waits without a limit: the manager enforces the times, and
/// when the manager has gone the process ends.
final class WorkerSocket {
    private let descriptor: Int32
    private var arrived = FrameBuffer()

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    func send(_ frame: Frame) {
        guard let bytes = frame.bytes else { _exit(1) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { _exit(0) }
            sent += count
        }
    }

    func receive() -> Frame {
        while true {
            switch arrived.next() {
            case .frame(let frame): return frame
            case .malformed: _exit(1)
            case .incomplete: break
            }
            let count = arrived.fill { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { _exit(0) }
        }
    }
}
