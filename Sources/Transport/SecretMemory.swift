import Glibc

/// The bytes of one secret, which are never moved, and are overwritten when the last reference is
/// released.
///
/// Copies in requests and in the libraries that send them cannot be wiped. Their protection is that
/// the process leaves no core file and cannot be inspected.
final class SecretMemory: Sendable {
    // Written before it is shared, and then only read until it is wiped.
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
