import Foundation

/// Where the build put what tests run: beside the test bundle.
package enum BuiltProgram {
    /// The program itself.
    package static let path = find("linekeeper") ?? "linekeeper"

    /// The library that kills a manager, fills its disk and sets its clock; nil where it was not built.
    package static let crashShim = find("libCrashShim.so")

    /// Something the build made; nil when it did not.
    package static func find(_ name: String) -> String? {
        var folder = own
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            let path = folder.appending(path: name).path(percentEncoded: false)
            if FileManager.default.isReadableFile(atPath: path) { return path }
        }
        return nil
    }

    private static var own: URL {
        guard let resolved = realpath("/proc/self/exe", nil) else {
            return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        }
        defer { free(resolved) }
        return URL(fileURLWithPath: String(cString: resolved))
    }
}
