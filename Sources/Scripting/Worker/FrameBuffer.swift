/// Received bytes that have not been consumed. A frame usually arrives whole, and is read with one
/// system call rather than one for its length and one for the rest.
struct FrameBuffer {
    /// The destination of a read: larger than most frames.
    private var landing = [UInt8](repeating: 0, count: 32 << 10)
    private var bytes: [UInt8] = []

    enum Next {
        case frame(Frame)
        /// More bytes are needed.
        case incomplete
        /// The bytes are not a frame, so nothing after them can be decoded either.
        case malformed
    }

    mutating func next() -> Next {
        guard bytes.count >= 4 else { return .incomplete }
        guard let length = Frame.length(bytes[..<4]) else { return .malformed }
        guard bytes.count >= 4 + length else { return .incomplete }
        guard let frame = Frame(body: Array(bytes[4..<(4 + length)])) else { return .malformed }
        bytes.removeSubrange(..<(4 + length))
        return .frame(frame)
    }

    /// Passes a buffer to `read` and appends the bytes it stored; returns the result of `read`: the
    /// number of bytes, or that there are none.
    mutating func fill(_ read: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        let count = landing.withUnsafeMutableBytes(read)
        if count > 0 { bytes.append(contentsOf: landing[..<count]) }
        return count
    }
}
