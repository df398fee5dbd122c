import Lines
import Providers
import Testing

@Suite struct WireTextTests {
    @Test(arguments: [
        ("2024-01-06 17:37:53", "2024-01-06T17:37:53Z"),
        ("2024-01-06T17:37:53", "2024-01-06T17:37:53Z"),
        ("2024-01-06 17:37", "2024-01-06T17:37:00Z"),
        ("11 May 2022 18:39:54", "2022-05-11T18:39:54Z"),
        ("1 September 2022 08:09", "2022-09-01T08:09:00Z"),
        ("2020-01-31T12:01:52+03:00", "2020-01-31T09:01:52Z"),
    ])
    func `times are read in every form providers write`(_ text: String, _ meant: String) {
        #expect(Instant(wireTime: text, in: .utc)?.rfc3339 == meant)
    }

    @Test(arguments: [
        "", "0", "never", "2024-13-06 17:37:53", "31 Feb 2022 18:39:54", "11 Mai 2022 18:39:54",
        "0000-00-00 00:00:00", "11 May 2022", "11 May 2022 18:39:54 and then some more text here",
    ])
    func `what is no time is not taken for one`(_ text: String) {
        #expect(Instant(wireTime: text, in: .utc) == nil)
    }

    @Test func `a time without a zone is one of the account's clocks, daylight saving and all`() {
        // Clocks one hour east of UTC, and two hours from March to October.
        let zone = LocalZone(
            "Test", first: 3600,
            changes: [
                .init(at: 1_711_846_800, offset: 7200), .init(at: 1_729_990_800, offset: 3600),
            ])
        let meant = [
            "2024-03-31 01:59:59": "2024-03-31T00:59:59Z",
            "2024-03-31 03:00:00": "2024-03-31T01:00:00Z",
            "2024-07-01 12:00:00": "2024-07-01T10:00:00Z",
            "2024-10-27 02:30:00": "2024-10-27T00:30:00Z",
            "2024-10-27 03:00:00": "2024-10-27T02:00:00Z",
            "2024-12-01 12:00:00": "2024-12-01T11:00:00Z",
        ]
        for (text, instant) in meant {
            #expect(Instant(wireTime: text, in: zone)?.rfc3339 == instant)
        }
        let fixed = LocalZone(seconds: -18_000)
        #expect(
            Instant(wireTime: "11 May 2022 23:00:00", in: fixed)?.rfc3339
                == "2022-05-12T04:00:00Z")
        #expect(
            Instant(wireTime: "2022-05-11T23:00:00Z", in: fixed)?.rfc3339 == "2022-05-11T23:00:00Z")
    }

    @Test func `instants are seconds, milliseconds or dates, and zero is none`() throws {
        let json = try JSONValue(
            parsing: #"["1653420607",1653420607,1653420607000,"2022-05-24 19:30:07",0,"0","",-5]"#)
        let instants = json.entries?.map { $0.value.instant(in: .utc)?.rfc3339 }
        let meant = "2022-05-24T19:30:07Z"
        #expect(instants == [meant, meant, meant, meant, nil, nil, nil, nil])
    }

    @Test func `numbers become plus and digits, and nothing is made up`() {
        #expect(PhoneNumber.international("1234567890") == "+1234567890")
        #expect(PhoneNumber.international("+44 20 7946-0018") == "+442079460018")
        #expect(PhoneNumber.international("234567890", callingCode: "1") == "+1234567890")
        #expect(PhoneNumber.international("234567890", callingCode: "+44") == "+44234567890")
        #expect(PhoneNumber.international("+1234567890", callingCode: "1") == "+1234567890")
        for text in [nil, "", "0", "pending", "12a4567", "<b>", "12345678901234567"] {
            #expect(PhoneNumber.international(text) == nil)
        }
    }

    @Test func `a refusal reaches a person without markup or control characters`() {
        let markup = "<p>Pool <b>Foxtrot</b>: <p>We couldn&#039;t  find &amp; 1 < 2\u{1B}[31m</p>"
        let text = PlainText(markup)
        #expect(text.lines == ["Pool Foxtrot:", "We couldn't find & 1 < 2 [31m"])
        #expect(PlainText("a<br/>b<ul><li>c</li></ul>").lines == ["a", "b", "c"])
        #expect(PlainText("\u{202E}evil&#27;&#x9b;").sentence == "evil")
        #expect(PlainText("an <unclosed").sentence == "an")
        #expect(PlainText(String(repeating: "<&", count: 500_000)).sentence.utf8.count <= 4000)
    }

    @Test func `figures are found by the words before them`() {
        let words = SentenceFigures(
            "The price is: $0.85 while you only have: 0.00. Wait 2 minutes.")
        #expect(words.amount(after: "price is") == Money(tenThousandths: 8500))
        #expect(words.amount(after: "only have") == .zero)
        #expect(words.amount(after: "wait for") == nil)
        #expect(words.duration == .seconds(120))
        #expect(
            SentenceFigures("are available: 7 14 30 ").integers(after: "available") == [7, 14, 30])
    }
}
