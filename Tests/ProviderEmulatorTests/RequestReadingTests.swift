import ProviderEmulator
import Testing

@Suite
struct RequestReadingTests {
    @Test
    func `parameters come from the query and from a form body, the body first`() {
        let request = EmulatedRequest(
            method: "POST", target: "/a?key=from+query&days=7",
            headers: [("content-type", "application/x-www-form-urlencoded; charset=UTF-8")],
            body: Array("key=100%25%zz&empty=".utf8))
        #expect(request.path == "/a")
        #expect(request.value("key") == "100%%zz")
        #expect(request.value("days") == "7")
        #expect(request.value("empty") == nil)
        #expect(request.value("Days") == nil)
    }

    @Test
    func `a multipart body is read field by field, whatever the method`() {
        let body = """
            --XX\r
            Content-Disposition: form-data; name="country"\r
            \r
            NL\r
            --XX\r
            Content-Type: text/plain\r
            content-disposition: form-data; name=text; filename="a;b"\r
            \r
            two\r
            \r
            lines\r
            --XX--\r

            """
        let request = EmulatedRequest(
            method: "GET", target: "/a",
            headers: [("Content-Type", #"multipart/form-data; boundary="XX""#)],
            body: Array(body.utf8))
        #expect(request.value("country") == "NL")
        #expect(request.value("text") == "two\r\n\r\nlines")
        #expect(request.parameters.count == 2)
    }

    @Test
    func `a body that is no form, or a broken one, has no parameters`() {
        let types = [
            "application/json", "multipart/form-data", "multipart/form-data; boundary=",
            "multipart/form-data; boundary=YY",
        ]
        for type in types {
            let request = EmulatedRequest(
                method: "POST", target: "/a", headers: [("Content-Type", type)],
                body: Array("--XX\r\nname=\"a\"\r\n--YY".utf8))
            #expect(request.parameters.isEmpty, "\(type)")
        }
    }

    @Test
    func `json keeps its order and its numbers and survives being read back`() {
        let value: JSON = [
            "b": 1, "a": [nil, true, "\u{1B}[2J\"\\\n😀"], "n": .number("12.50"), "e": [:],
        ]
        let text = value.description
        #expect(
            text == #"{"b":1,"a":[null,true,"\u001b[2J\"\\\n😀"],"n":12.50,"e":{}}"#)
        #expect(JSON(parsing: text.utf8) == value)
        #expect(JSON(parsing: #" "\ud83d\ude00\u00e9" "#.utf8) == "😀é")
    }

    @Test(arguments: [
        "", "{", "[1,]", "nul", "1 2", #"{"a" 1}"#, #""\ud83d""#, #""\x""#, "--1", "\"open",
    ])
    func `what is no json is refused`(_ text: String) {
        #expect(JSON(parsing: text.utf8) == nil)
    }

    @Test
    func `json nested too deeply is refused`() {
        let depth = 100_000
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(JSON(parsing: text.utf8) == nil)
    }

    @Test(arguments: [
        ("123 456 is your WhatsApp code", "123456"), ("G-482913 is your code", "482913"),
        ("Code: 0042. Valid 5 min", "0042"), ("call 004412345678901 or use 123-456", "123456"),
        ("arrives 13:15 to 15:15", nil), ("", nil), ("١٢٣٤٥٦", nil),
    ])
    func `a code is picked out of a text as a provider does`(_ text: String, _ code: String?) {
        #expect(EmulatedSMS(sender: "", text: text).code == code)
    }
}
