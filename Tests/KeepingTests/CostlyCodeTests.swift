import Accounts
import Keeping
import Lines
import Logging
import Providers
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Without consent, another code is requested only if it is free.
@Suite("Another code that costs")
struct CostlyCodeTests {
    private func dollars(_ text: String) -> Money { Money(decimal: text) ?? .zero }

    private func resend(
        _ fixture: KeeperFixture, maxPrice: Money? = nil, origin: String = "console"
    ) async throws -> OpenAction {
        let line = try await fixture.activation()
        var payload = ActionDetails()
        payload.maxPrice = maxPrice
        let resend = try await fixture.keeper.recordIntent(
            .resend, on: line, payload, origin: origin)
        #expect(try await fixture.nextAction()?.id == resend.id)
        return resend
    }

    @Test func `is asked for with a highest price only, and within the limits`() async throws {
        var settings = KeeperSettings()
        settings.spendingPerDay = dollars("2")
        let fixture = try KeeperFixture(settings)
        let free = try await resend(fixture)
        try await fixture.keeper.approvePrice(ofResend: free.id, .zero)
        do {
            try await fixture.keeper.approvePrice(ofResend: free.id, dollars("0.50"))
            Issue.record("it was agreed to")
        } catch {
            #expect("\(error)".contains("Not requested: another code costs 0.50 USD."))
            #expect("\(error)".contains("--max-price 0.50` to pay for it."))
        }
        let other = try KeeperFixture(settings)
        let agreed = try await resend(other, maxPrice: dollars("9"))
        try await other.keeper.approvePrice(ofResend: agreed.id, dollars("0.50"))
        #expect(try other.store.action(agreed.id)?.details.price == dollars("0.50"))
        await #expect(throws: KeeperError.self) {
            try await other.keeper.approvePrice(ofResend: agreed.id, dollars("5"))
        }
        await #expect(throws: KeeperError.self) {
            try await other.keeper.approvePrice(ofResend: agreed.id, dollars("10"))
        }
        let script = try KeeperFixture(settings)
        let decided = try await resend(script, origin: "a.lua")
        await #expect(throws: KeeperError.self) {
            try await script.keeper.approvePrice(ofResend: decided.id, dollars("5"))
        }
    }

    @Test func `is named with what it took, and told where nobody had said that it would`()
        async throws
    {
        for (asked, excess) in [(nil, "5"), (Money.zero, "5"), (dollars("5"), nil)]
            as [(Money?, String?)]
        {
            let fixture = try KeeperFixture()
            let resend = try await resend(fixture, maxPrice: asked)
            if let asked { try await fixture.keeper.approvePrice(ofResend: resend.id, asked) }
            try await fixture.keeper.recordOutcome(
                of: resend.id, .resent(Resend(newProviderID: "NEXT", charge: dollars("5"))))
            let ended = try #require(try fixture.store.action(resend.id))
            #expect(ended.result?.hasPrefix("Another code was bought for 5.00 USD") == true)
            #expect(ended.details.excess == excess.map(dollars))
            let told = try fixture.store.latestEvents(limit: 9).contains { $0.kind == "dearer" }
            #expect(told == (excess != nil))
        }
    }

    @Test func `that is free is asked for as before`() async throws {
        let fixture = try KeeperFixture()
        let resend = try await resend(fixture)
        try await fixture.keeper.recordOutcome(of: resend.id, .resent(Resend(charge: .zero)))
        let ended = try #require(try fixture.store.action(resend.id))
        #expect(ended.result == "Another code was requested." && ended.details.excess == nil)
    }

    // MARK: A price that cannot be told

    private static let odd = ProviderError.unrecognised(
        UnrecognisedReply(operation: "sms/check_resend", status: 200, excerpt: "?"))

    @Test func `is asked for at an unknown price by a person who agreed, and never by a script`()
        async throws
    {
        var limited = KeeperSettings()
        limited.spendingPerDay = dollars("2")
        let refusal = "does not tell its price"
        let cases: [(KeeperSettings, String, Money?, Bool?, String?)] = [
            (KeeperSettings(), "console", nil, nil, refusal),
            (KeeperSettings(), "console", nil, true, nil),
            (KeeperSettings(), "console", dollars("0.50"), nil, nil),
            (KeeperSettings(), "10-a.lua", nil, nil, refusal),
            // What cannot be compared with a limit is not below it.
            (limited, "console", nil, true, "limits"),
            (limited, "console", dollars("0.50"), nil, nil),
            (limited, "console", dollars("5"), nil, "limits"),
        ]
        for (settings, origin, most, isAgreed, words) in cases {
            let fixture = try KeeperFixture(settings)
            let line = try await fixture.activation()
            var payload = ActionDetails()
            payload.maxPrice = most
            payload.isAnyPriceAgreed = isAgreed
            let resend = try await fixture.keeper.recordIntent(
                .resend, on: line, payload, origin: origin)
            do throws(KeeperError) {
                try await fixture.keeper.approveUnknownPrice(ofResend: resend.id)
                #expect(words == nil)
            } catch {
                #expect(words.map(error.description.contains) == true, "\(error)")
            }
        }
    }

    @Test func `whose price is agreed to unseen is no dearer than agreed`() async throws {
        let fixture = try KeeperFixture()
        let line = try await fixture.activation()
        var payload = ActionDetails()
        payload.isAnyPriceAgreed = true
        let resend = try await fixture.keeper.recordIntent(
            .resend, on: line, payload, origin: "console")
        _ = try await fixture.nextAction()
        try await fixture.keeper.recordOutcome(of: resend.id, .resent(Resend(charge: dollars("5"))))
        let ended = try #require(try fixture.store.action(resend.id))
        #expect(ended.result == "Another code was bought for 5.00 USD.")
        #expect(ended.details.excess == nil)
    }

    @Test func `is quoted with its price, as free, or as what cannot be told`() async throws {
        func quote(_ answer: Result<Money?, ProviderError>) async throws -> Quote {
            var provider = UnreachableProvider()
            provider.offers = []
            provider.priceOfAnother = answer
            let fixture = try KeeperFixture(provider: provider)
            let line = try await fixture.activation()
            let commands = CommandService(
                keeper: fixture.keeper, logger: Logger(label: "test"))
            return try await commands.quoteResend(of: line)
        }
        let costly = try await quote(.success(dollars("0.50")))
        #expect(costly.price == dollars("0.50") && costly.balance == dollars("100"))
        #expect(costly.refusal == nil)
        #expect(try await quote(.success(dollars("101"))).refusal?.contains("balance") == true)
        let free = try await quote(.success(.zero))
        #expect(free.price == .zero && free.note == nil)
        let silent = try await quote(.success(nil))
        #expect(silent.price == nil && silent.note == nil)
        let odd = try await quote(.failure(Self.odd))
        #expect(odd.price == nil && odd.note?.contains("did not tell the price") == true)
        await #expect(throws: ProviderError.self) {
            try await quote(.failure(.notResendable("Not now.")))
        }
    }
}
