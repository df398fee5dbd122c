import Lines
import Providers
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    @Test func `numbers keep their text, so money is exact`() throws {
        let json = try parse(#"{"a":0.1,"b":"17.15","c":18,"d":0.28999999999999998,"e":-0.50}"#)
        #expect(json.money("a") == Money(tenThousandths: 1000))
        #expect(json.money("b") == Money(tenThousandths: 171_500))
        #expect(json.money("c") == Money(tenThousandths: 180_000))
        #expect(json.money("d") == Money(tenThousandths: 2900), "what PHP makes of 0.29")
        #expect(json.money("e") == Money(tenThousandths: -5000))
        #expect(json["d"] == .number("0.28999999999999998"))
    }

    @Test func `a field means the same however it is typed`() throws {
        let json = try parse(
            #"{"i":[7,"7"," 7 ",7.0],"y":[true,1,"1","true"],"n":[false,0,"0","false",""]}"#)
        #expect(json.entries("i")?.map(\.value.integer) == [7, 7, 7, 7])
        #expect(json.entries("y")?.map(\.value.flag) == [true, true, true, true])
        #expect(json.entries("n")?.map(\.value.flag) == [false, false, false, false, false])
        for other in ["2", "null", "[]", #""yes""#] {
            #expect(try parse(other).flag == nil)
        }
    }

    @Test func `a list is an array, an object, nothing, or any of these inside a string`() throws {
        let texts = [#"["a","b"]"#, #"{"0":"a","1":"b"}"#, #""{\"0\":\"a\",\"1\":\"b\"}""#]
        for text in texts {
            let entries = try parse(text).entries
            #expect(entries == [.init("0", .string("a")), .init("1", .string("b"))])
        }
        for text in ["[]", "{}", "null", #""""#, #""[]""#] {
            #expect(try parse(text).entries == [])
        }
        for text in ["7", "true", #""some words""#, #""7""#] {
            #expect(try parse(text).entries == nil)
        }
    }

    @Test func `members keep their order and the last of a name counts`() throws {
        let json = try parse(#"{"b":1,"a":2,"b":3}"#)
        #expect(json.entries?.map(\.key) == ["b", "a", "b"])
        #expect(json["b"] == .number("3"))
        #expect(json.integer("missing", "a") == 2)
    }

    @Test func `escapes, pairs and halves of pairs become text`() throws {
        let json = try parse(
            #"["\"\\\/\b\f\n\r\t","\u00e9\u20AC\uD83D\uDE00","\uD83Dx\uDE00","\uD83D\u0041"]"#)
        #expect(
            json
                == .array([
                    .string("\"\\/\u{8}\u{C}\n\r\t"), .string("é€😀"), .string("\u{FFFD}x\u{FFFD}"),
                    .string("\u{FFFD}A"),
                ]))
    }

    @Test func `broken text inside a string costs no message`() throws {
        let bytes = [0xEF, 0xBB, 0xBF, 0x22, 0x41, 0xFF, 0x0A, 0x42, 0x22].map { UInt8($0) }
        #expect(try JSONValue(parsing: bytes) == .string("A\u{FFFD}\nB"))
    }

    @Test(arguments: [
        "", " ", "{", "[1,", "[1,]", "{\"a\"}", "{a:1}", "tru", "nul", "\"abc", "\"\\x\"",
        "\"\\u12\"", "-", "1.", "1e", ".5", "+1", "{}{}", "[1] x", "NaN", "'a'", "<html>",
    ])
    func `what is not JSON is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `depth and count are bounded`() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.tooDeep) { try JSONValue(parsing: deep) }
        let wide = "[" + String(repeating: "0,", count: 1_000_000) + "0]"
        #expect(throws: JSONError.tooMany) { try JSONValue(parsing: wide) }
    }
}
