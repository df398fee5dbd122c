import Lines
import Testing

@Suite("Refund terms")
struct RefundTermsTests {
    @Test func `close at the earlier of the product's rule and the document's`() {
        let short = RefundTerms(within: .hours(2)).window(purchasedAt: noon, days: 30)
        let long = RefundTerms(within: .days(2)).window(purchasedAt: noon, days: 30)
        #expect(short.until == noon + .hours(2))
        #expect(long.until == noon + .hours(12))
    }

    @Test func `say why nothing is returned`() {
        let never = RefundTerms(isRefundable: false).window(purchasedAt: noon, days: 30)
        let tooShort = RefundTerms(minimumDays: 28).window(purchasedAt: noon, days: 7)
        #expect(never.until == nil && never.refusal != nil)
        #expect(tooShort.until == nil && tooShort.refusal?.contains("28") == true)
    }
}
