import Lines
import Providers
import Testing

@Suite("Hooks of modems' programs") struct MessageHookTests {
    private func gammu(
        _ variables: [String: String], _ words: [String] = []
    ) throws(MessageHookFault) -> PostedMessage? {
        try MessageHook.gammu.message(
            arguments: words, environment: { variables[$0] }, file: { _ in nil }, zone: .utc,
            unique: "unique")
    }

    @Test func `gammu's variables give text and sender`() throws {
        let rows: [([String: String], String)] = [
            (["SMS_MESSAGES": "1", "DECODED_PARTS": "0", "SMS_1_TEXT": "Code 1234"], "Code 1234"),
            (
                [
                    "SMS_MESSAGES": "2", "DECODED_PARTS": "1", "SMS_1_TEXT": "a ",
                    "SMS_2_TEXT": "b", "DECODED_1_TEXT": "a b",
                ], "a b"
            ),
            (["SMS_MESSAGES": "2", "SMS_1_TEXT": "a ", "SMS_2_TEXT": "b"], "a b"),
            (["SMS_MESSAGES": "1", "SMS_1_TEXT": ""], ""),
            (["SMS_MESSAGES": "1"], "Binary message"),
            (
                [
                    "SMS_MESSAGES": "1", "DECODED_PARTS": "1", "DECODED_1_MMS_SENDER": "X",
                    "DECODED_1_MMS_ADDRESS": "http://m",
                ], "MMS: X http://m"
            ),
        ]
        for (variables, text) in rows {
            let post = try gammu(variables.merging(["SMS_1_NUMBER": "+49"]) { $1 })
            #expect(post?.message.text == text)
            #expect(post?.message.sender == "+49")
            #expect(post?.id == "unique")
        }
        #expect(throws: MessageHookFault.self) { try gammu([:]) }
        #expect(throws: MessageHookFault.self) { try gammu(["SMS_MESSAGES": "0"]) }
    }

    @Test func `a file's name gives the id that its folder gives`() throws {
        let name = "IN20261130_044500_00_+49777_00.txt"
        let folder = try #require(
            MessageFolder.Format.gammu.read(
                [Array("hello".utf8)], named: "IN20261130_044500_00_+49777.txt", zone: .utc))
        let hook = try gammu(["SMS_MESSAGES": "1", "SMS_1_TEXT": "hello"], [name])
        #expect(hook?.id == folder.id)
        #expect(hook?.message.receivedAt == folder.message.receivedAt)
        let row = try gammu(["SMS_MESSAGES": "1", "SMS_1_TEXT": "hello"], ["12"])
        let other = try gammu(["SMS_MESSAGES": "1", "SMS_1_TEXT": "hello"], ["13"])
        #expect(row?.id != other?.id)
    }

    @Test func `smstools' events are told apart`() throws {
        func call(_ words: [String], _ file: String?) throws(MessageHookFault) -> PostedMessage? {
            try MessageHook.smstools.message(
                arguments: words, environment: { _ in nil },
                file: { _ in file.map { Array($0.utf8) } },
                zone: .utc, unique: "unique")
        }
        let file = "From: 1\nReceived: 26-11-30 04:43:32\n\nhello"
        #expect(try call(["RECEIVED", "/in/GSM1.a"], file)?.message.text == "hello")
        for event in ["SENT", "FAILED", "REPORT", "CALL"] {
            #expect(try call([event, "/in/GSM1.a"], file) == nil)
        }
        #expect(throws: MessageHookFault.self) { try call(["RECEIVED"], file) }
        #expect(throws: MessageHookFault.self) { try call(["RECEIVED", "/in/a"], nil) }
        #expect(throws: MessageHookFault.self) { try call(["RECEIVED", "/in/a"], "nonsense") }
    }
}
