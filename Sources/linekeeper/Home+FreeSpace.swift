import Foundation

/// How much room there is for the database: too little is told before it is none.
extension Home {
    /// Reads the free space on the disk of the data, in bytes; nil if it cannot be read.
    var freeSpace: @Sendable () -> Int64? {
        let path = data
        return {
            var disk = statvfs()
            guard statvfs(path, &disk) == 0 else { return nil }
            return Int64(clamping: UInt64(disk.f_bavail) &* UInt64(disk.f_frsize))
        }
    }
}
