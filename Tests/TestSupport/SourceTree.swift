package import Foundation

/// The checkout that the tests were built from, where documents and samples are.
package enum SourceTree {
    package static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
