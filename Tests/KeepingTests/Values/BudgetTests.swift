import Accounts
import Keeping
import Lines
import Providers
import Testing
import Transport

/// How many requests an account may make, and how its provider has been answering.
@Suite("A budget")
struct BudgetTests {
    @Test func `never lets more through than its rate and burst`() {
        var budget = Budget(rate: 2, burst: 8, now: noon)
        var taken = 0
        for step in 0..<1000 {
            let now = noon + .milliseconds(step * 10)
            if budget.spend(1, isAwaited: true, at: now) == nil { taken += 1 }
        }
        #expect((26...28).contains(taken))
    }

    @Test func `keeps a share for what somebody waits for`() {
        var budget = Budget(rate: 1, burst: 8, now: noon)
        while budget.spend(1, isAwaited: false, at: noon) == nil {}
        let taken = budget.spend(1, isAwaited: true, at: noon)
        #expect(taken == nil)
    }

    @Test func `says when there will be enough`() {
        var budget = Budget(rate: 2, burst: 4, now: noon)
        while budget.spend(1, isAwaited: true, at: noon) == nil {}
        let later = budget.spend(1, isAwaited: true, at: noon)
        #expect(later != nil)
        let taken = budget.spend(1, isAwaited: true, at: later ?? noon)
        #expect(taken == nil)
    }

    @Test func `pauses when it is told to, and a clock set back does not freeze it`() {
        var budget = Budget(rate: 10, burst: 4, now: noon)
        budget.pause(until: noon + .seconds(30))
        func spend(_ count: Int, at now: Instant) -> Instant? {
            budget.spend(count, isAwaited: true, at: now)
        }
        #expect(spend(1, at: noon + .seconds(29)) == noon + .seconds(30))
        #expect(spend(1, at: noon + .seconds(31)) == nil)
        #expect(spend(100, at: noon - .hours(1)) != nil)
        #expect(spend(1, at: noon - .hours(1) + .seconds(1)) == nil)
    }
}

@Suite("An account's health")
struct AccountHealthTests {
    @Test func `a list that everybody may see mends no refused key`() {
        var health = AccountHealth()
        _ = health.note(.wrongKey, at: noon)
        let isNews = health.note(nil, at: noon + .seconds(1), isPublic: true)
        #expect(!isNews && health.state == .refused)
        _ = health.note(nil, at: noon + .seconds(2))
        #expect(health.state == .ok)
    }

    @Test func `a refused key stays refused, whatever came between`() {
        let lost = ProviderError.transport(.unreachable(host: "x", reason: "refused"))
        var health = AccountHealth()
        _ = health.note(.wrongKey, at: noon)
        _ = health.note(lost, at: noon + .seconds(1))
        #expect(health.state == .unreachable)
        _ = health.note(nil, at: noon + .seconds(2), isPublic: true)
        #expect(health.state == .refused && health.lastError?.contains("key") == true)
        // A public lookup that finds nothing says nothing about the key either.
        _ = health.note(.noPrice, at: noon + .seconds(3), isPublic: true)
        #expect(health.state == .refused)
        _ = health.note(.notFound, at: noon + .seconds(4))
        #expect(health.state == .ok)
    }

    @Test func `a key that was never tried is not called good`() {
        var health = AccountHealth()
        let isNews = health.note(nil, at: noon, isPublic: true)
        #expect(!isNews && health.state == .unknown)
    }

    @Test func `tells trouble once, holds back longer each time, and tells the recovery`() {
        var health = AccountHealth()
        let lost = ProviderError.transport(.unreachable(host: "x", reason: "refused"))
        func note(_ error: ProviderError?) -> Bool { health.note(error, at: noon) }
        #expect(note(nil) == false)
        #expect(note(lost))
        let first = health.holdUntil
        #expect(!note(lost))
        #expect(health.holdUntil.map { $0 > first ?? $0 } == true)
        for _ in 0..<50 { _ = note(lost) }
        #expect(health.holdUntil == noon + .seconds(60))
        #expect(note(nil))
        #expect(health.holdUntil == nil)
    }

    @Test func `an account is not well whose answers nobody understands`() {
        var health = AccountHealth()
        let odd = ProviderError.unrecognised(
            UnrecognisedReply(operation: "balance", status: 200, excerpt: "[]"))
        let news = (0..<5).map { health.note(odd, at: noon + .seconds(Int64($0))) }
        #expect(news == [false, false, true, false, false])
        #expect(health.state == .failing && health.lastError?.isEmpty == false)
        #expect(health.note(nil, at: noon + .seconds(9)) && health.state == .ok)
        // A single unintelligible answer among good ones says nothing about the account.
        for _ in 0..<9 {
            _ = health.note(odd, at: noon)
            _ = health.note(nil, at: noon)
        }
        #expect(health.state == .ok)
    }

    @Test func `an account that only asks to slow down is not well before long, nor its key good`()
    {
        var health = AccountHealth()
        for _ in 0..<3 { _ = health.note(.rateLimited(retryAfter: nil), at: noon) }
        #expect(health.state == .unknown)
        for _ in 0..<7 { _ = health.note(.rateLimited(retryAfter: nil), at: noon) }
        #expect(health.state == .failing)
    }

    @Test func `takes an answer that is too long for no trouble of the account`() {
        var health = AccountHealth()
        _ = health.note(nil, at: noon)
        let isNews = health.note(.transport(.tooLarge(host: "x", limit: 1)), at: noon)
        #expect(!isNews && health.state == .ok && health.holdUntil == nil)
    }

    @Test func `takes a refusal of one request for no trouble of the account`() {
        var health = AccountHealth()
        _ = health.note(nil, at: noon)
        let isNews = health.note(.notFound, at: noon)
        #expect(!isNews)
        #expect(health.state == .ok)
    }
}
