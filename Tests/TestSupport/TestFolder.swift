import Foundation

/// A folder of a test's own, which goes away with this value.
package final class TestFolder: Sendable {
    package let path: String

    package init(_ purpose: String = "test") throws { path = try Self.make(purpose) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new folder that stays until somebody removes it.
    ///
    /// Its name is short: the path of a socket in it may have some hundred bytes at most.
    package static func make(_ purpose: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lk-\(purpose)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path(percentEncoded: false)
    }

    /// Names of all that is in the folder.
    package var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Written beside and moved into place, as editors do; so each version is another file.
    package func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }

    package func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
}

/// Makes a folder that is gone after the work.
@discardableResult
package func withFolder<Value>(
    _ purpose: String = "test", _ work: (String) throws -> Value
) throws -> Value {
    let folder = try TestFolder(purpose)
    defer { withExtendedLifetime(folder) {} }
    return try work(folder.path)
}

/// Makes a folder that is gone after the work.
@discardableResult
package func withFolder<Value>(
    _ purpose: String = "test", _ work: (String) async throws -> Value
) async throws -> Value {
    let folder = try TestFolder(purpose)
    defer { withExtendedLifetime(folder) {} }
    return try await work(folder.path)
}
