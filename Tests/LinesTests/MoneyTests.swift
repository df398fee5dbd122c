import Lines
import Testing

@Suite("Money")
struct MoneyTests {
    @Test(arguments: [
        ("0.24", 2400, "0.24"), ("-0.50", -5000, "-0.50"), ("17", 170_000, "17.00"),
        ("0.0725", 725, "0.0725"), ("1.20000", 12_000, "1.20"), ("+3.5", 35_000, "3.50"),
        ("999999999999.9999", 9_999_999_999_999_999, "999999999999.9999"),
    ])
    func `is read from a decimal without a rounding`(text: String, value: Int64, shown: String) {
        let money = Money(decimal: text)
        #expect(money?.tenThousandths == value)
        #expect(money?.decimal == shown)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "1,5", "1e3", "--1", "0x1", "1.2.3", "1234567890123", "NaN", "１",
    ])
    func `is not made from anything else`(text: String) {
        #expect(Money(decimal: text) == nil)
    }

    @Test func `is compared only within its currency`() {
        let dollar = Money(tenThousandths: 10_000)
        let euro = Money(tenThousandths: 1, currency: "EUR")
        #expect(!euro.isMore(than: dollar))
        #expect(!dollar.isMore(than: euro))
        #expect(dollar.isMore(than: .zero))
    }
}
