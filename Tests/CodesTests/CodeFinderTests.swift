import Codes
import Testing

@Suite("The code finder")
struct CodeFinderTests {
    @Test(arguments: [
        ("Your code is 482910", "482910"),
        ("G-123456 is your Google verification code.", "123456"),
        ("123-456 is your WhatsApp code", "123456"),
        ("Use 123 456 to sign in to Telegram", "123456"),
        (
            "MYBANK: pay 1,250.00 EUR with card ending 4417. Code: 90210 expires in 10 minutes",
            "90210"
        ),
        ("Never share it! Your PIN 5512, valid 15 min. Questions? Call 08001234", "5512"),
        ("Your one-time password is AB12CD", "AB12CD"),
        ("Ваш код подтверждения: 77123", "77123"),
        ("您的验证码是 883412，10分钟内有效", "883412"),
        ("Code 4711 for your order 99887766", "4711"),
        ("[#] 2024: your login code: 2024", "2024"),
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
    ])
    func `does not invent one`(text: String) {
        #expect(CodeFinder.code(in: text) == nil)
    }

    @Test func `takes a long hostile text in stride`() {
        let text = String(repeating: "1234 ", count: 200_000)
        #expect(CodeFinder.code(in: text) != "nothing")
    }
}
