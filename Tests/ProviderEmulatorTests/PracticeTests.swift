import Lines
import Testing

@testable import ProviderEmulator

@Suite
struct PracticeTests {
    private static let now = Instant(milliseconds: 1_704_562_673_000)

    private func practice(_ seed: UInt64 = 1) -> SMSPoolEmulator {
        var provider = SMSPoolEmulator(
            seed: seed, balance: Money(decimal: "160") ?? .zero)
        provider.settleInForPractice(at: PracticeTests.now)
        return provider
    }

    @Test
    func `a practice account holds one of each thing to look after`() throws {
        var provider = practice()
        let lines = provider.lines(at: PracticeTests.now)
        #expect(lines.map(\.kind) == [.rental, .rental, .rental, .activation, .activation])
        #expect(Set(lines.map(\.country)).count == 5)
        let ending = try #require(lines.first { $0.country == "GB" })
        #expect(ending.expiresAt - PracticeTests.now == .hours(20))
        let unused = try #require(lines.first { $0.sent.isEmpty && $0.kind == .rental })
        let refund = EmulatedRequest(
            "rental/refund", ["key": emulatorKey, "rental_code": unused.id])
        #expect(provider.answer(refund, at: PracticeTests.now).status == 200)
        #expect(provider.ledger.balance.isMore(than: Money(decimal: "90") ?? .zero))
    }

    @Test
    func `traffic writes codes to orders once and never to an unused rental`() {
        var provider = practice()
        var traffic = PracticeTraffic(seed: 1, start: PracticeTests.now)
        var now = PracticeTests.now
        var senders: Set<String> = []
        for _ in 0..<200 {
            let pause = traffic.pause()
            #expect(pause >= .seconds(2) && pause <= .seconds(6))
            now = now + pause
            for line in provider.lines(at: now) where line.kind == .rental {
                let request = EmulatedRequest(
                    "rental/retrieve_status", ["key": emulatorKey, "rental_code": line.id])
                _ = provider.answer(request, at: now)
            }
            guard let next = traffic.next(among: provider.lines(at: now)) else { continue }
            let delivery = provider.deliver(next.sms, to: next.number, at: now)
            #expect(delivery?.isDelivered == true)
            senders.insert(next.sms.sender)
        }
        let lines = provider.lines(at: now)
        #expect(lines.filter { $0.kind == .activation }.map(\.sent.count) == [1, 1])
        #expect(lines.filter { $0.sent.isEmpty }.map(\.country) == ["NL"])
        #expect(senders.isSuperset(of: ["MYBANK", "WhatsApp", "Telegram", "Google"]))
        #expect(senders.isSuperset(of: ["DHL", "PostNL", "CASINO", "PROMO"]))
    }

    @Test
    func `the same seed sends the same messages`() {
        var provider = practice()
        let lines = provider.lines(at: PracticeTests.now)
        var first = PracticeTraffic(seed: 5, start: PracticeTests.now)
        var second = PracticeTraffic(seed: 5, start: PracticeTests.now)
        for _ in 0..<50 {
            #expect(first.pause() == second.pause())
            #expect(first.next(among: lines)?.sms == second.next(among: lines)?.sms)
        }
    }
}
