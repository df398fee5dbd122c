import Glibc

/// The drop-in folder on disk: which scripts exist, which have changed, and their text.
///
/// Checking costs one `stat` per file, and unchanged files are not opened. Only regular files are
/// ever opened, so that a pipe or a device with a script's name cannot block anybody.
struct ScriptFolder {
    let path: String
    /// The maximum size of a file in bytes.
    let longest: Int

    /// The identity of one version of a file.
    struct Stamp: Equatable {
        var size: Int
        var seconds: Int
        var nanoseconds: Int
        var inode: UInt64
        var isOrdinary: Bool
    }

    /// Further files, by name, are left.
    static let most = 200

    /// The scripts of the folder, and what was left.
    struct Listing {
        /// By file name. A file that cannot be inspected has a reason instead of a stamp.
        var files: [String: Result<Stamp, FolderError>] = [:]
        /// Names beyond the most there may be, in order.
        var left: [String] = []
    }

    /// The first scripts by name. Others are left, not the folder as a whole.
    func list() throws(FolderError) -> Listing {
        guard let folder = opendir(path) else {
            // A missing folder counts as one without scripts.
            if errno == ENOENT { return Listing() }
            throw FolderError("\(path) cannot be read: \(reason(errno))")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Annotations for editors may be beside the scripts; they are not scripts.
            guard name.hasSuffix(".lua"), !name.hasSuffix(".d.lua"), !name.hasPrefix(".") else {
                continue
            }
            names.append(name)
        }
        names.sort()
        var listing = Listing()
        for name in names.prefix(ScriptFolder.most) { listing.files[name] = stamp(of: name) }
        listing.left = Array(names.dropFirst(ScriptFolder.most))
        return listing
    }

    /// The text of a script and the version it belongs to.
    func read(_ name: String) -> Result<(source: String, stamp: Stamp), FolderError> {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return .failure(FolderError("cannot be read: \(reason(errno))")) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            return .failure(FolderError("cannot be read: \(reason(errno))"))
        }
        let stamp = Stamp(status)
        guard stamp.isOrdinary else { return .failure(FolderError("is not a regular file")) }
        guard stamp.size <= longest else {
            return .failure(FolderError("is longer than \(longest / 1024) KB"))
        }
        var bytes = [UInt8](repeating: 0, count: longest + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes[count...].withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress, $0.count)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        guard let source = String(validating: bytes[..<count], as: UTF8.self) else {
            return .failure(FolderError("is not UTF-8 text"))
        }
        return .success((source, stamp))
    }

    private func stamp(of name: String) -> Result<Stamp, FolderError> {
        var status = stat()
        guard stat("\(path)/\(name)", &status) == 0 else {
            return .failure(FolderError("cannot be read: \(reason(errno))"))
        }
        return .success(Stamp(status))
    }

    private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

extension ScriptFolder.Stamp {
    init(_ status: stat) {
        size = Int(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
        inode = UInt64(status.st_ino)
        isOrdinary = status.st_mode & S_IFMT == S_IFREG
    }
}

/// Why a script or the folder cannot be read.
struct FolderError: Error, Equatable, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
