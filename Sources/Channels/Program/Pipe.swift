import Foundation

/// A pipe whose ends cannot be inherited by a process started at the same moment.
struct Pipe {
    let readEnd: Int32
    let writeEnd: Int32

    init() throws(SpawnFailure) {
        var ends: [Int32] = [-1, -1]
        let made = NewerLibC.pipe2.map { $0(&ends, O_CLOEXEC) } ?? pipe(&ends)
        guard made == 0 else {
            throw .exhausted(reason: String(cString: strerror(errno)).lowercased())
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    func closeBoth() {
        close(readEnd)
        close(writeEnd)
    }
}

/// Functions of the C library that Swift does not import because they are not part of POSIX. They
/// are looked up by name, so that a library without one only lacks a convenience.
enum NewerLibC {
    typealias Pipe2 = @convention(c) (UnsafeMutablePointer<Int32>?, Int32) -> Int32
    typealias AddCloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    typealias AddDirectory =
        @convention(c) (
            UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
        ) -> Int32

    static let pipe2 = dlsym(nil, "pipe2").map { unsafeBitCast($0, to: Pipe2.self) }
    static let addCloseFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
        .map { unsafeBitCast($0, to: AddCloseFrom.self) }
    static let addDirectory = dlsym(nil, "posix_spawn_file_actions_addchdir_np")
        .map { unsafeBitCast($0, to: AddDirectory.self) }
}
