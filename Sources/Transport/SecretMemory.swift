import Glibc

/// The bytes of one secret, which stay where they are and are overwritten when nobody has the secret
/// any more.
///
/// What cannot be wiped are the copies that a request is built from, and what the libraries that send
/// it make of them; that the process has no core file and cannot be looked into is their protection.
final class SecretMemory: Sendable {
    // Written before anybody else has it, and only read until it is wiped.
    private nonisolated(unsafe) let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ text: String) {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = copy.initialize(from: text.utf8)
        bytes = copy
    }

    deinit {
        if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
        bytes.deallocate()
    }

    var isEmpty: Bool { bytes.isEmpty }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
