import Foundation
import Testing
import Transport

@Suite struct FormBodyTests {
    @Test func `a urlencoded form is written as the standard has it`() {
        let form = FormBody.urlEncoded([("key", "a b&c=d+%"), ("größe", "ß\r\n😀*-._~"), ("", "")])
        #expect(form.contentType == "application/x-www-form-urlencoded")
        #expect(
            String(decoding: form.bytes, as: UTF8.self)
                == "key=a+b%26c%3Dd%2B%25&gr%C3%B6%C3%9Fe=%C3%9F%0D%0A%F0%9F%98%80*-._%7E&=")
        #expect(FormBody.urlEncoded([]).bytes.isEmpty)
    }

    @Test func `a multipart form is written as RFC 7578 has it`() {
        let form = FormBody.multipart([("key", "a\r\nb"), ("na\"me\r\n", "")], boundary: "abc")
        #expect(form.contentType == "multipart/form-data; boundary=linekeeper-abc")
        #expect(
            String(decoding: form.bytes, as: UTF8.self) == """
                --linekeeper-abc\r
                Content-Disposition: form-data; name="key"\r
                \r
                a\r
                b\r
                --linekeeper-abc\r
                Content-Disposition: form-data; name="na%22me%0D%0A"\r
                \r
                \r
                --linekeeper-abc--\r

                """)
    }

    @Test func `no value can end a multipart form, and no boundary can break its header`() {
        let form = FormBody.multipart(
            [("key", "\r\n--linekeeper-ab--\r\nlinekeeper-abx")], boundary: "a\"\r\nb;")
        #expect(form.contentType == "multipart/form-data; boundary=linekeeper-abxx")
    }

    @Test func `percent-encoding gives back every text`() {
        let text = String(String.UnicodeScalarView((0..<0x500).compactMap(Unicode.Scalar.init)))
        let encoded = PercentEncoding.encode(text)
        #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(PercentEncoding.decode(encoded) == text)
        for broken in ["%", "%4", "%zz", "%ff", "a%"] {
            #expect(PercentEncoding.decode(broken) == nil)
        }
    }

    @Test(arguments: [
        ("https://user:pw@host.example:8443/a/b?key=1#x", "host.example:8443"),
        ("http://[::1]:80", "[::1]:80"), ("HTTP+UNIX://%2Ftmp%2Fa.sock/b", "/tmp/a.sock"),
        ("http://host?key=1", "host"), ("nonsense", ""), ("://", ""), ("", ""),
    ])
    func `the host of a URL holds no secret`(url: String, host: String) {
        #expect(HTTPCall(.get, url).host == host)
        #expect(!HTTPCall(.get, url).printableURL.contains("key="))
        #expect(!HTTPCall(.get, url).printableURL.contains("pw@"))
    }
}
