/// What came in over a socket and is not taken yet: a frame mostly arrives whole, and is read with one
/// call of the system rather than with one for its length and one for the rest.
struct FrameBuffer {
    /// Where a read puts what came: more than most frames are long.
    private var landing = [UInt8](repeating: 0, count: 32 << 10)
    private var bytes: [UInt8] = []

    enum Next {
        case frame(Frame)
        /// More has to come.
        case incomplete
        /// What came is no frame, so nothing after it can be told apart either.
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

    /// Adds what `read` puts into the room it is given; passes on what that returns: how many bytes it
    /// were, or that there are none.
    mutating func fill(_ read: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        let count = landing.withUnsafeMutableBytes(read)
        if count > 0 { bytes.append(contentsOf: landing[..<count]) }
        return count
    }
}
