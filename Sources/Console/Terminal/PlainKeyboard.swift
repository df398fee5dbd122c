import Foundation

/// Lines from a file, a pipe, or a terminal that edits them itself.
final class PlainKeyboard: Keyboard {
    private let input: Descriptor
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    /// Whether the screen can erase a prompt to put output in its place.
    private let canErase: Bool
    /// A longer line cannot be a command.
    private static let longestLine = 1 << 20

    init(from input: Descriptor = .keys, canErase: Bool) {
        self.input = input
        self.canErase = canErase
    }

    func readLine(prompt: String, isRemembered: Bool, queue: TerminalQueue) -> LineInput {
        let screen: Descriptor = Descriptor.output.isTerminal ? .output : .error
        _ = screen.write(prompt)
        while true {
            if let line = takeLine() { return .line(line) }
            if isAtEnd {
                if !prompt.isEmpty { _ = screen.write("\n") }
                return .ended
            }
            let ready = Descriptor.wait(for: [input, queue.alarm.descriptor])
            if ready.contains(queue.alarm.descriptor) {
                queue.alarm.reset()
                if queue.mustStopReading { return .ended }
                if queue.takeInterrupt() {
                    buffer = []
                    _ = screen.write("\n")
                    return .abandoned
                }
                if queue.hasWrites {
                    if !prompt.isEmpty { _ = screen.write(canErase ? "\r\u{1B}[K" : "\n") }
                    queue.flushWrites()
                    _ = screen.write(prompt)
                }
            }
            if ready.contains(input), let bytes = input.read() {
                isAtEnd = bytes.isEmpty
                buffer += bytes
            }
        }
    }

    func idle(queue: TerminalQueue) {
        _ = Descriptor.wait(for: [queue.alarm.descriptor])
        queue.alarm.reset()
        if queue.takeInterrupt() { queue.interrupt() }
    }

    func close() {}

    private func takeLine() -> String? {
        let newline = UInt8(ascii: "\n")
        if let end = buffer.firstIndex(of: newline) {
            defer { buffer.removeFirst(end + 1) }
            return String(decoding: buffer[..<end], as: UTF8.self)
        }
        guard !buffer.isEmpty, isAtEnd || buffer.count > PlainKeyboard.longestLine else {
            return nil
        }
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }
}
