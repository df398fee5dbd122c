import Foundation

/// The paths of the built programs, beside the test bundle.
enum Programs {
    static let linekeeper = find("linekeeper")
    static let shim = find("libCrashShim.so")

    private static func find(_ name: String) -> String {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            let path = folder.appendingPathComponent(name).path
            if FileManager.default.isReadableFile(atPath: path) { return path }
        }
        return name
    }
}
