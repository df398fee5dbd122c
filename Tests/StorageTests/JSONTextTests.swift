import Foundation
import Testing

@testable import Storage

@Suite("Lists in a column")
struct JSONTextTests {
    @Test(
        "come back as they were, and are JSON to others",
        arguments: [
            [], [""], ["a"], ["a", "b"], ["\"quoted\" and \\ back"], ["a/b"],
            ["line\nand\ttab\r", "\0\u{1}\u{1f}\u{7f}"], ["é 🦊 中文 \u{202e}\u{2028}"], ["[]", ","],
        ])
    func lists(list: [String]) throws {
        let text = JSONText.encode(list)
        #expect(JSONText.list(from: text) == list)
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
        #expect(read == list)
        // Text from an earlier version's encoder can be decoded as well.
        let other = String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
        #expect(JSONText.list(from: other) == list)
    }

    @Test(arguments: ["[", "", "work", "{}", "[1]"])
    func `that are damaged are one entry, which is shown`(text: String) {
        #expect(JSONText.list(from: text) == [text])
    }
}
