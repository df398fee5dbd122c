import Codes
import Testing

@Suite("The code finder")
struct CodeFinderTests {
    @Test(arguments: [
        // The order of number and word.
        ("Your code is 482910", "482910"),
        ("G-123456 is your Google verification code.", "123456"),
        ("Larkspur: 604118. Use this code to sign in.", "604118"),
        ("Here is your login code\n\n604118\n\nIt expires soon", "604118"),
        (
            "Your verification code for the account of your household in Leipzig is now: 8841",
            "8841"
        ),
        // Other numbers beside it.
        (
            "MYBANK: pay 1,250.00 EUR with card ending 4417. Code: 90210 expires in 10 minutes",
            "90210"
        ),
        ("Never share it! Your PIN 5512, valid 15 min. Questions? Call 08001234", "5512"),
        ("Code 4711 for your order 99887766", "4711"),
        ("Your code for order 99887766 is 4711", "4711"),
        ("Ticket 604118: your code is 4711", "4711"),
        ("[#] 2024: your login code: 2024", "2024"),
        ("Your OTP for A/c XX4410 is 604118", "604118"),
        ("Your OTP for txn ref 12345678 is 604118", "604118"),
        ("OTP 604118 INR 500.00 at LARKSPUR", "604118"),
        ("450 EUR: 604118 is the code", "604118"),
        // Ways to write the digits.
        ("123-456 is your Larkspur code", "123456"),
        ("Use 123 456 to sign in to Larkspur", "123456"),
        ("*837 460* is your Larkspur code", "837460"),
        ("Your code is 60-41-18", "604118"),
        ("Your code is 10-12-11", "101211"),
        ("Code: 6 0 4 1 1 8", "604118"),
        ("Your code is 604\u{A0}118", "604118"),
        ("Your code: 604\u{2009}118", "604118"),
        ("Your code: 604\u{2013}118", "604118"),
        ("رمز التحقق: ٦٠٤١١٨", "604118"),
        ("کد تایید سرو: 604\u{200C}118", "604118"),
        ("もみじの認証番号は６０４１１８です", "604118"),
        ("รหัส OTP ของคุณ ๖๐๔๑๑๘", "604118"),
        ("ＯＴＰ：604118", "604118"),
        // Letters.
        ("Your one-time password is AB12CD", "AB12CD"),
        ("Your Larkspur code is K7M-2QP", "K7M-2QP"),
        ("your larkspur code is k7m2qp", "k7m2qp"),
        ("Larkspur verification code: WKTRMB", "WKTRMB"),
        // Languages.
        ("Ваш код подтверждения: 77123", "77123"),
        ("您的验证码是 883412，10分钟内有效", "883412"),
        ("Sayin Musterimiz, 1250 TL tutarindaki isleminiz icin sifreniz 604118'dir.", "604118"),
        ("Neznámé slovo 604118", "604118"),
        // Nothing but a number.
        ("604118", "604118"),
        (" [5512] ", "5512"),
        ("604 118", "604118"),
        // Missing blanks.
        ("OTP604118 for login", "604118"),
        ("Code:604118.Do not share it", "604118"),
        ("验证码604118，5分钟内有效", "604118"),
    ])
    func `picks the code among other numbers`(text: String, code: String) {
        #expect(CodeFinder.code(in: text) == code)
    }

    @Test(arguments: [
        "Your parcel 3SABCD123456 is on its way",
        "Thank you for paying $4500 today",
        "Call +1 415 555 0123",
        "Hello there",
        "",
        "50% off until 31/12!",
        "Ticket 604118, and never share your code",
        "Your PIN was changed on 15-JAN-2026",
        "Never share your OTP. Ref 604118204411",
        "Get 20% off with code LARK25",
        "Your code is INVALID",
        "The code was sent to +44 7700 900456",
        "The code of the card ending in 8841 is a new one",
        "Your code: see https://larkspur.example/604118",
        "Dial *140*604118# for your code",
        "The zip code is 73301",
        "Your code is good for 1000 minutes",
        "Your code costs 604118 TL",
        "Your code from 2026-05-12 10:44 is too old",
        "Code and pay 1 250 000 UZS",
    ])
    func `does not invent one`(text: String) {
        #expect(CodeFinder.find(in: text) == nil)
    }

    @Test(arguments: [
        ("Your Larkspur code is 604118", CodeConfidence.certain, "6 digits, right after 'code'"),
        (
            "Your code for the new phone is 604-118", .certain,
            "6 digits in groups, 4 words after 'code'"
        ),
        ("604118", .certain, "the text is nothing but a number"),
        ("Join Larkspur with 604118", .likely, "the only number, 6 digits, in a short text"),
        ("Enter 604118 to go on", .likely, "6 digits, right after 'enter'"),
    ])
    func `says how sure it is and why`(
        text: String, confidence: CodeConfidence, reason: String
    ) {
        let found = CodeFinder.find(in: text)
        #expect(found?.confidence == confidence)
        #expect(found?.reason == reason)
    }

    @Test func `the line that binds a code to a domain wins`() {
        let found = CodeFinder.find(
            in: "Your order 88120419 is ready, code 1234.\n@larkspur.example #604118 %pay.example")
        #expect(found?.code == "604118")
        #expect(found?.domain == "larkspur.example")
        #expect(found?.confidence == .certain)
    }

    @Test(
        arguments: [
            ("Your code is 604118, valid for 5 minutes", 300),
            ("Your code is 604118. It works for ten minutes.", 600),
            ("604118 ist Ihr Code. Er gilt 24 Stunden.", 86_400),
            ("验证码604118，5分钟内有效", 300),
            ("Код 604118 действует 90 секунд", 90),
            ("Your code is 604118. Wait 30 seconds before you ask again.", nil),
            ("Your code is 604118, asked for 5 minutes ago", nil),
            ("Your code is 604118. Wait 30 seconds. Valid 2 hours.", 7200),
            ("Your code is 604118", nil),
        ] as [(String, Int?)])
    func `reads how long it is good`(text: String, seconds: Int?) {
        #expect(CodeFinder.find(in: text)?.validFor == seconds.map { .seconds($0) })
    }

    /// Each would take hours if anything were looked at once for each pair of its parts.
    @Test(arguments: [
        "1234 ", "code 12 ", "a", "验证码1234", "1.", "1-", "*", "code ", "order code ", "K7M-",
        "\n", "@a.b/", "x1", "5 min ", "\u{200C}", "is ", "Rs 5 ", "(", "1,", "+1",
    ])
    func `takes a long hostile text in stride`(part: String) {
        let text = String(repeating: part, count: 20_000 / part.unicodeScalars.count)
        #expect(CodeFinder.code(in: text)?.count ?? 0 <= 10)
    }

    @Test func `a code at the end of a long text is found`() {
        let text = String(repeating: "Thank you for your stay. ", count: 200) + "Door code: 604118"
        #expect(CodeFinder.code(in: text) == "604118")
    }
}
