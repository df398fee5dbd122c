import Crypto
import Lines
import Providers
import Testing
import Transport

@Suite("The line of a post") struct OwnLineTests {
    private let home = OwnLine(name: "home", number: "+4915112345678")
    private let shop = OwnLine(name: "my shop", number: "+493012345678")

    /// - Returns: the line's name, or why there is none.
    private func line(_ lines: [OwnLine], named name: String?, to number: String?) -> String {
        let field = number.map { #","number":"\#($0)""# } ?? ""
        let body = #"{"text":"x"\#(field)}"#
        var request = PushRequest(
            headers: [
                ("x-linekeeper-timestamp", "1"),
                ("x-linekeeper-signature", SignedPost.hmac("1." + body, "k")),
            ], body: Array(body.utf8), receivedAt: SignedPost.now)
        request.line = name
        do throws(PushRefusal) {
            let news = try Inbound(lines: lines, key: Secret("k")).news(request, secret: nil)
            return news.first?.providerID ?? "none"
        } catch {
            guard case .unaddressed(let reason) = error else { return "\(error)" }
            return reason
        }
    }

    @Test func `a post names its line by the address, or by the number in any form`() {
        let both = [home, shop]
        let rows: [(name: String?, number: String?, line: String)] = [
            ("home", nil, "home"), ("my shop", nil, "my shop"),
            ("my shop", "+4915112345678", "my shop"),
            ("hom", "+4915112345678", "no line is called hom"),
            (nil, "+4915112345678", "home"), (nil, "4915112345678", "home"),
            (nil, "004915112345678", "home"), (nil, "015112345678", "home"),
            (nil, "0151 1234 5678", "home"), (nil, "+49 30 12345678", "my shop"),
            // Both numbers end like that.
            (nil, "12345678", "no line has the number 12345678"),
            (nil, "45678", "no line has the number 45678"),
            (nil, "+4915112345679", "no line has the number +4915112345679"),
            (
                nil, "Service",
                "it does not say for which line; add its name to the address, such as /home"
            ),
            (
                nil, nil,
                "it does not say for which line; add its name to the address, such as /home"
            ),
        ]
        for row in rows {
            #expect(line(both, named: row.name, to: row.number) == row.line)
        }
        #expect(line([home], named: nil, to: nil) == "home")
        #expect(line([home], named: nil, to: "+1234567") == "no line has the number +1234567")
    }
}
