import Foundation

/// The write-ahead log of a database, read as bytes to find damage that SQLite ignores.
///
/// SQLite reads a log up to the first frame with a wrong checksum and treats the rest as the torn
/// end of an uncommitted transaction. That is right after a power cut, when at most one transaction
/// is torn. Damage in the middle looks the same, and SQLite would silently drop every transaction
/// after it. The format is that of sqlite.org/fileformat.html, section 4.
struct WriteAheadLog {
    private static let headerLength = 32
    private static let frameHeaderLength = 24

    private let path: String

    init(_ path: String) { self.path = path }

    /// Whether two complete transactions in a row follow a bad frame: the last transaction may be
    /// torn, but the one before it was on disk before it began.
    ///
    /// Remains of an earlier use of the file or of a rolled-back transaction do not count: their
    /// salts differ, or their checksums do not continue.
    var isTornInTheMiddle: Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        guard let header = try? file.read(upToCount: Self.headerLength),
            header.count == Self.headerLength
        else { return false }
        let words = Self.words(header, bigEndian: true)
        guard words[0] & 0xFFFF_FFFE == 0x377F_0682 else { return false }
        let isBigEndian = words[0] & 1 == 1
        var before = Self.sum(header.prefix(24), isBigEndian, (0, 0))
        guard before == (words[6], words[7]) else { return false }
        let length = Self.frameHeaderLength + Int(words[2])
        var isTorn = false
        var finished = 0
        while let frame = try? file.read(upToCount: length), frame.count == length {
            let head = Self.words(frame.prefix(Self.frameHeaderLength), bigEndian: true)
            let pageSums = Self.sum(frame.prefix(8), isBigEndian, before)
            let sums = Self.sum(
                frame.dropFirst(Self.frameHeaderLength), isBigEndian, pageSums)
            before = (head[4], head[5])
            guard sums == before, (head[2], head[3]) == (words[4], words[5]) else {
                isTorn = true
                finished = 0
                continue
            }
            // The last frame of a transaction contains the number of pages in the database.
            if isTorn, head[1] != 0 { finished += 1 }
            if finished > 1 { return true }
        }
        return false
    }

    private static func words(_ data: Data, bigEndian: Bool) -> [UInt32] {
        data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 3, by: 4).map { place in
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                return bigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
            }
        }
    }

    private static func sum(
        _ data: Data, _ isBigEndian: Bool, _ start: (UInt32, UInt32)
    ) -> (UInt32, UInt32) {
        var (first, second) = start
        let words = words(data, bigEndian: isBigEndian)
        for place in stride(from: 0, to: words.count - 1, by: 2) {
            first = first &+ words[place] &+ second
            second = second &+ words[place + 1] &+ first
        }
        return (first, second)
    }
}
