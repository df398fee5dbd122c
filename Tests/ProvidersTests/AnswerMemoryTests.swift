import Lines
import Testing
import Transport

@testable import Providers

@Suite("An answer that comes again")
struct AnswerMemoryTests {
    private struct Unreadable: Error {}

    private func reply(_ text: String, status: Int = 200) -> HTTPReply {
        HTTPReply(status: status, body: Array(text.utf8))
    }

    @Test func `is not read again while it stays the same to the byte`() {
        let memory = AnswerMemory<Int>()
        var readings = 0
        func ask(_ question: String, _ reply: HTTPReply) -> Int {
            memory.value(of: reply, to: question) {
                readings += 1
                return readings
            }
        }
        #expect(ask("A", reply("one")) == 1)
        #expect(ask("A", reply("one")) == 1)
        // Another line, another text or another status makes another answer.
        #expect(ask("B", reply("one")) == 2)
        #expect(ask("A", reply("one ")) == 3)
        #expect(ask("A", reply("one ", status: 203)) == 4)
        #expect(ask("A", reply("one")) == 5)
        #expect(ask("B", reply("one")) == 2)
    }

    @Test func `that could not be read is read again`() throws {
        let memory = AnswerMemory<Int>()
        #expect(throws: Unreadable.self) {
            try memory.value(of: reply("x"), to: "A") { () throws(Unreadable) in throw Unreadable()
            }
        }
        #expect(memory.value(of: reply("x"), to: "A") { 7 } == 7)
    }

    @Test func `is forgotten where too many are asked about, and then read again`() {
        let memory = AnswerMemory<Int>()
        for line in 0..<600 {
            #expect(memory.value(of: reply("x"), to: "\(line)") { line } == line)
        }
        #expect(memory.value(of: reply("x"), to: "0") { -1 } == -1)
    }

    @Test func `of a rental brings the same messages, with the time it came at`() async throws {
        let list = #"{"success":1,"messages":[{"message":"one","timestamp":"1704562673"}]}"#
        let longer = #"{"success":1,"messages":[]}"#
        let pool = Pool(list, list, longer, list)
        let first = try await pool.account.messages(of: "A")
        let second = try await pool.account.messages(of: "A")
        #expect(first.value.map(\.text) == ["one"])
        #expect(second.value == first.value)
        #expect(second.providerTime == answeredAt)
        #expect(try await pool.account.messages(of: "A").value.isEmpty)
        #expect(try await pool.account.messages(of: "A").value == first.value)
    }
}
