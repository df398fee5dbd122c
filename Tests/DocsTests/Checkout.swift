import Foundation
import Testing
import TestSupport

/// The checkout this test was built from, where its documents are.
struct Checkout {
    /// Every Markdown document, by its path in the checkout.
    func documents() throws -> [Document] {
        let inFolder = try FileManager.default
            .contentsOfDirectory(atPath: SourceTree.root.appending(path: "docs").path)
            .filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
        return try (["README.md", "CHANGELOG.md"] + inFolder.sorted()).map(document)
    }

    func document(_ path: String) throws -> Document {
        Document(path: path, text: try String(contentsOf: url(path), encoding: .utf8))
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    /// The folders directly inside one.
    func folders(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: url(path), includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .map(\.lastPathComponent).sorted()
    }

    func holds(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url(path).path) }

    /// Expects a file to hold exactly this text; with `RECORD_DOCS=1` writes it instead.
    func expect(_ text: String, in path: String) throws {
        if ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" {
            try text.write(to: url(path), atomically: true, encoding: .utf8)
        } else {
            let found = try String(contentsOf: url(path), encoding: .utf8)
            #expect(
                found == text,
                "\(path) is not what the code prints: RECORD_DOCS=1 swift test --filter DocsTests")
        }
    }

    private func url(_ path: String) -> URL { SourceTree.root.appending(path: path) }
}
