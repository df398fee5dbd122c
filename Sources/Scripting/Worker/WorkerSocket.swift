import Glibc

/// The worker's end of the socket. It waits as long as it takes: the manager has the clock, and
/// when the manager is gone the process ends.
struct WorkerSocket {
    let descriptor: Int32

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
        guard let length = Frame.length(take(4)), let frame = Frame(body: take(length)) else {
            _exit(1)
        }
        return frame
    }

    private func take(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            while filled < count {
                let rest = UnsafeMutableBufferPointer(rebasing: room[filled...])
                let got = read(descriptor, rest.baseAddress, rest.count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { _exit(0) }
                filled += got
            }
        }
    }
}
