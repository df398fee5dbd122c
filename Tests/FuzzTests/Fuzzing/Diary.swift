import Foundation

/// Records each input before it is read, so that it is available after a crash.
///
/// The file is overwritten for each input; the kernel keeps it whatever happens to the process.
struct Diary {
    private static let head = 128
    private let path: String
    private let file: Int32

    /// The diary of a target. Readers and the writer find it by the same name.
    init(_ target: String, of process: Int32) {
        // In memory if possible, because it is written for every input.
        let shared = "/dev/shm/"
        let folder = access(shared, W_OK) == 0 ? shared : NSTemporaryDirectory() + "/"
        path = folder + "linekeeper-fuzz-\(process)-\(target)"
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }

    func write(_ input: FuzzInput) {
        let line = "\(input.target) \(input.seed) \(input.index) \(input.bytes.count)"
        let padded = line.padding(toLength: Self.head, withPad: " ", startingAt: 0)
        let page = Array(padded.utf8) + input.bytes
        _ = pwrite(file, page, page.count, 0)
    }

    /// The input that was being read last.
    func last() -> FuzzInput? {
        guard let page = FileManager.default.contents(atPath: path), page.count >= Self.head
        else { return nil }
        let words = String(decoding: page.prefix(Self.head), as: UTF8.self).split(separator: " ")
        guard words.count == 4, let seed = UInt64(words[1]), let index = Int(words[2]),
            let length = Int(words[3])
        else { return nil }
        return FuzzInput(
            target: String(words[0]), seed: seed, index: index,
            bytes: Array(page.dropFirst(Self.head).prefix(length)))
    }

    /// Leaves the description of a failure for the parent process.
    func leave(_ complaint: String) {
        try? complaint.write(toFile: path + ".why", atomically: true, encoding: .utf8)
    }

    var complaint: String? { try? String(contentsOfFile: path + ".why", encoding: .utf8) }

    func remove() {
        close(file)
        unlink(path)
        unlink(path + ".why")
    }
}

/// An input, with the data needed to reproduce it.
struct FuzzInput: CustomStringConvertible {
    var target: String
    var seed: UInt64
    var index: Int
    var bytes: [UInt8]

    var description: String {
        """
        FUZZ_TARGET=\(target) FUZZ_SEED=\(seed) FUZZ_AT=\(index), \(bytes.count) bytes:
        \(FuzzInput.escaped(bytes.prefix(4000)))
        """
    }

    /// The bytes as a Swift literal, for use in a test.
    static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\\"): text += "\\\\"
            case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\x" + String(format: "%02X", byte)
            }
        }
        return text
    }
}
