import Channels
import Testing

@testable import Chats

/// Answers that are longer than a post may be.
@Suite struct ChatPagesTests {
    private static func part(_ lines: Int, of length: Int, isTable: Bool = true) -> ChatPost.Part {
        ChatPost.Part(
            (0..<lines).map { "\($0) ".padding(to: length) }.joined(separator: "\n"),
            isTable: isTable)
    }

    @Test func `short ones are one post with their parts`() {
        let parts = [ChatPost.Part("482913", isTable: true), ChatPost.Part("ends", isTable: false)]
        #expect(ChatPages(limit: 100).pages(parts) == [parts])
        #expect(ChatPages(limit: 100).pages([]).isEmpty)
    }

    @Test func `long ones are cut between lines and nothing is lost`() {
        let part = Self.part(20, of: 10)
        let pages = ChatPages(limit: 99).pages([part])
        #expect(pages.count == 3)
        #expect(pages.joined().map(\.text).joined(separator: "\n") == part.text)
        for page in pages {
            #expect(page.map(\.text).joined(separator: "\n").utf16.count <= 99)
        }
    }

    @Test func `what is too much is left out, and how much is said`() {
        let parts = [Self.part(100, of: 10), Self.part(5, of: 4, isTable: false)]
        let pages = ChatPages(limit: 110).pages(parts)
        #expect(pages.count == ChatPages.most + 1)
        let shown = pages.dropLast().joined().flatMap { $0.text.split(separator: "\n") }
        #expect(shown.count == 30)
        #expect(pages.last?.first?.text.hasPrefix("75 more lines are left out") == true)
    }

    @Test(arguments: 1...60)
    func `no post is longer than it may be, whatever the lines`(limit: Int) {
        let parts = [
            ChatPost.Part("😀é".padding(to: 30) + "\n\n\nabc", isTable: true),
            ChatPost.Part("x\ny", isTable: false),
        ]
        for page in ChatPages(limit: limit).pages(parts).dropLast() {
            // A line longer than a post is cut by the messenger.
            let lines = page.flatMap { $0.text.split(separator: "\n") }
            let isSingle = lines.count <= 1
            let size = page.map(\.text).joined(separator: "\n").utf16.count
            #expect(size <= limit || isSingle)
        }
    }
}

extension String {
    fileprivate func padding(to length: Int) -> String {
        self + String(repeating: "x", count: max(0, length - count))
    }
}
