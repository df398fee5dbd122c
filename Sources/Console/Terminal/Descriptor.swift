import Foundation

/// The required operations on a file descriptor, with interruptions handled.
struct Descriptor: Equatable, Sendable {
    let number: Int32

    static let input = Descriptor(number: STDIN_FILENO)
    static let output = Descriptor(number: STDOUT_FILENO)
    static let error = Descriptor(number: STDERR_FILENO)

    /// The input, for reading without blocking.
    static let keys = input.opened() ?? input

    var isTerminal: Bool { isatty(number) == 1 }

    /// The width of the terminal; without one, the value of `COLUMNS` if set.
    var width: Int? {
        guard isTerminal else {
            return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
                .flatMap { (20...10_000).contains($0) ? $0 : nil }
        }
        var size = winsize()
        guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes the complete text.
    ///
    /// - Returns: Nil, or why it was not written.
    func write(_ text: String) -> TerminalClosed? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Foundation.write(number, $0.baseAddress, $0.count)
            }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written < 0, errno == EAGAIN {
                var waited = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waited, 1, -1)
            } else if written >= 0 || errno != EINTR {
                return errno == EPIPE ? .readerLeft : .lost(String(cString: strerror(errno)))
            }
        }
        return nil
    }

    /// Another descriptor of the same terminal, for reading without blocking; nil if this is not a
    /// terminal, or cannot be opened again.
    ///
    /// A terminal discards its input at Ctrl-C, even input it has already reported. A read that
    /// blocked would then notice neither the Ctrl-C nor the end of the program. The descriptor itself
    /// is left as it is, because it is shared with the shell, which expects reads to block.
    func opened() -> Descriptor? {
        guard isTerminal else { return nil }
        let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        let opened = Foundation.open("/proc/self/fd/\(number)", flags)
        return opened < 0 ? nil : Descriptor(number: opened)
    }

    /// The bytes available now; empty at the end, or if it cannot be read; nil if there are none
    /// yet.
    func read() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = bytes.withUnsafeMutableBytes {
                Foundation.read(number, $0.baseAddress, $0.count)
            }
            if count >= 0 { return Array(bytes.prefix(count)) }
            if errno == EAGAIN { return nil }
            if errno != EINTR { return [] }
        }
    }

    /// Blocks until at least one is readable; returns those that are.
    static func wait(for descriptors: [Descriptor]) -> [Descriptor] {
        var waited = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        while poll(&waited, nfds_t(waited.count), -1) < 0 {
            if errno != EINTR { return descriptors }
        }
        return zip(descriptors, waited).filter { $0.1.revents != 0 }.map(\.0)
    }
}
