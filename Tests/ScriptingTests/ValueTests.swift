import Foundation
import Lines
import Testing

@testable import Scripting

@Suite struct ValueTests {
    private let value: ScriptValue = [
        "null": nil, "yes": true, "no": false, "whole": -9_007_199_254_740_993, "real": 0.1,
        "text": "é\u{1}🦊", "list": [1, [2, "three"], [:]], "empty": "",
    ]

    @Test func `a value is the same after the wire, and after JSON`() throws {
        var reader = WireReader(WireWriter.encode(value))
        #expect(try reader.value() == value)
        #expect(reader.rest.isEmpty)
        let json = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(ScriptValue.self, from: json) == value)
    }

    @Test func `bytes cut short or made up are refused, not believed`() {
        let bytes = WireWriter.encode(value)
        for count in 0..<bytes.count {
            var reader = WireReader(Array(bytes.prefix(count)))
            #expect(throws: WireError.self) { try reader.value() }
        }
        for lie: [UInt8] in [
            [5, 255, 255, 255, 255], [6, 255, 255, 255, 127], [7, 2, 0, 0, 0, 0], [99],
            Array(repeating: [6, 1, 0, 0, 0], count: 100).flatMap { $0 },
        ] {
            var reader = WireReader(lie)
            #expect(throws: WireError.self) { try reader.value() }
        }
    }

    @Test func `frames that are too long are refused on both sides`() {
        #expect(Frame.length([0, 0, 0, 0]) == nil)
        #expect(Frame.length([1, 0, 80, 0]) == nil)
        #expect(Frame.length([0, 0, 80, 0]) == Frame.longest)
        #expect(Frame(.run, [UInt8](repeating: 0, count: Frame.longest)).bytes == nil)
        #expect(Frame(body: [200]) == nil)
    }

    @Test(arguments: [
        ("titel", "title"), ("bnak", "bank"), ("phnoe", "phone"), ("PHONE", "phone"),
        ("refund_unusd", "refund_unused"), ("xyz", nil), ("", nil), ("listen", nil),
    ])
    func `the nearest name is a likely one or none`(_ word: String, _ meant: String?) {
        let names = ["title", "bank", "phone", "refund_unused", "listening", "tags"]
        #expect(nearest(word, to: names) == meant)
    }
}
