/// Text that often breaks programs: numbers at the limits, invalid times, bidirectional marks, and
/// fragments of other formats.
enum Hostile {
    static let numbers = [
        "0", "-0", "1", "-1", "2", "7", "30", "255", "3650", "65536", "2147483648", "-2147483649",
        "4294967296", "9007199254740993", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "18446744073709551616", "99999999999999999999999999", "1e9", "1e18",
        "1e19", "1E400", "-1e400", "1e308", "1e-400", "0.1", "0.28999999999999998", "0.00005",
        "999999999999.9999", "1000000000000", "99999999999", "100000000000", "99999999999999",
        "100000000000000", "315360000", "315360001", "7.", ".5", "1.5.5", "0x10", "1_000", "１２３",
        "007", "+5", "NaN", "Infinity",
    ]

    static let times = [
        "0000-00-00 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:60",
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-02-30 10:00:00",
        "2024-02-29T10:00:00.123456789Z", "11 May 2022 18:39:54", "99 Foo 9999 99:99:99",
        "2022-05-24 21:20", "2022-05-24 21:20:07 PM", "1653420607", "1704564195000", "-1", "",
        "Fri, 26 Jul 2024 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 26 Jul 2024 12:00:00 +0000",
    ]

    static let texts = [
        "", " ", "0", "null", "true", "\u{0}", "\u{1B}]0;x\u{7}", "\u{202E}drow", "\u{FEFF}",
        "e\u{301}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F466}", "ﷺ", "Ваш код: 482913",
        "<html><body>", "<br/><p>a</p>", "&#x10FFFF;&amp;&#0;", "a\r\nb", "\\", "\"", "'", "%00%zz",
        "../../etc/passwd", "param: ", "days available: 7 99999999999999999999 30",
        "the price is: 9999999999999999.99 while you only have: -1.0000001",
        "try the following countries: a,b<br>c", "already been refunded", "invalid api key",
        Answers.key, "\(Answers.key)\u{301}", "1970-01-01T00:00:00Z", "{\"a\":1}", "[[[[",
        String(repeating: "A", count: 300), String(repeating: "\u{301}", count: 200),
        String(repeating: "9", count: 400),
    ]

    /// Bytes that are invalid or barely valid UTF-8.
    static let bytes: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x00],
        [0xEF, 0xBB, 0xBF], [0x80, 0x80, 0x80], [0x0D, 0x0A], [0x0A], [0x0D], [0x25],
        [0xFF, 0xFF, 0xFF, 0xFF], [0x00, 0x00, 0x10, 0x00], [0x7F, 0xFF, 0xFF, 0xFF],
    ]
}
