@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What each answer, or its absence, says about an account and its lines.
@Suite struct `A call's consequences for its account` {
    private let lost = ProviderError.transport(.unreachable(host: "x", reason: "no route"))

    private func state(silentFor asked: Duration? = nil) throws -> AccountState {
        let configuration = try #require(AccountBook.example().account?.configuration)
        let silence = asked.map { Silence(since: noon - .days(4), asked: $0, now: noon) }
        return AccountState(configuration, silence: silence, now: noon)
    }

    private func note(
        _ state: inout AccountState, _ error: ProviderError? = nil, date: Instant? = nil,
        allowance: Allowance? = nil, at moment: Moment = .noon
    ) -> AccountState.CallNews {
        state.noteCall(
            providerTime: date, allowance: allowance, isPublic: false, error: error, at: moment)
    }

    @Test func `the lists of a provider that is back from being gone are asked for at once`() throws
    {
        var gone = try state(silentFor: .days(3))
        gone.lists.compared(at: noon)
        let back = note(&gone)
        #expect(back.isGoneOrBack && back.isHealthNews)
        #expect(gone.lists.due == nil)
        var well = try state()
        well.lists.compared(at: noon)
        let nothing = note(&well)
        #expect(!nothing.isGoneOrBack)
        #expect(well.lists.due == noon + .minutes(10))
    }

    @Test func `an answer by a known clock is no reason to look again`() throws {
        var state = try state()
        let same = note(&state, date: noon)
        #expect(!same.isEarlier && same.learned == .zero)
        // One answer does not change the clock, but some clock shows an earlier time from here on.
        let behind = note(&state, date: noon - .hours(1))
        #expect(behind.isEarlier && behind.learned == .zero)
    }

    @Test func `lines are looked at on the provider's clock once it is known`() {
        let line = Line.example(.rental) { $0.lookedAt = noon }
        var logic = KeeperLogic.example([line])
        for _ in 0..<2 { logic.noteCall(on: "pool", providerTime: noon + .hours(2), error: nil) }
        #expect(logic.line(1)?.lookedAt == noon)
        logic.noteCall(on: "pool", providerTime: noon + .hours(2), error: nil)
        #expect(logic.time(of: "pool") == noon + .hours(2))
        #expect(logic.line(1)?.lookedAt == noon + .hours(2))
        logic.noteCall(on: "pool", providerTime: noon + .hours(2), error: nil)
        #expect(logic.line(1)?.lookedAt == noon + .hours(2), "once")
    }

    @Test func `the clock of one provider says nothing of a line of another`() {
        let other = Line.example(.rental, id: 2) { line in
            line.provider = .virtualsms
            line.lookedAt = noon
        }
        var book = AccountBook.example([.example(.rental), other])
        book.shiftProviderTimes(by: .hours(2), wasSettled: true, at: .noon)
        #expect(book.lines[2]?.line.lookedAt == noon)
        #expect(!book.plannedLines.contains(2))
    }

    @Test func `trouble is told with its reason, and its end with the kind of event`() {
        let disk = PaperDisk()
        var logic = KeeperLogic.example(on: disk)
        logic.noteCall(on: "pool", providerTime: nil, error: .wrongKey)
        logic.noteCall(on: "pool", providerTime: nil, error: nil)
        #expect(disk.content.events.map(\.kind) == ["account_trouble", "account_ok"])
        #expect(disk.content.events.first?.text.contains("refuses the key") == true)
    }

    @Test
    func `lines of a provider that is gone are lost, and those that are over stay as they were`()
        throws
    {
        let over = Line.example(.rental, id: 2, state: .refunded) { $0.endedAt = noon }
        var logic = KeeperLogic.example([.example(.rental), over])
        var earliest = noon + .hours(1)
        _ = try logic.goneAccountWork("pool", at: .noon, earliest: &earliest)
        #expect(logic.line(1)?.state == .lost)
        #expect(logic.line(2)?.state == .refunded)
    }

    // MARK: Requests

    @Test func `what is left of an allowance is used up, and only then it is waited`() {
        let reset = noon + .minutes(5)
        var budget = Budget(rate: 10, burst: 20, now: noon)
        budget.follow(remaining: 3, until: reset, at: noon)
        #expect(budget.pausedUntil == nil)
        #expect(budget.spend(3, isAwaited: true, at: noon) == nil)
        #expect(budget.spend(1, isAwaited: true, at: noon) != nil)
        budget.follow(remaining: 0, until: reset, at: noon)
        #expect(budget.pausedUntil == reset)
    }

    @Test func `the bucket is empty when a pause ends`() {
        var budget = Budget(rate: 1, burst: 4, now: noon)
        budget.pause(until: noon + .seconds(10))
        let end = noon + .seconds(10)
        #expect(budget.opening(for: 1, isAwaited: true, at: noon) == end)
        #expect(budget.opening(for: 1, isAwaited: true, at: end) == end + .seconds(1))
    }

    @Test func `requests count for a minute`() {
        var requests = RequestCount()
        requests.add(2, for: .lists, at: noon)
        #expect(requests.lastMinute(at: noon + .seconds(59)) == [.lists: 2])
        #expect(requests.lastMinute(at: noon + .seconds(60)).isEmpty)
        requests.add(1, for: .lists, at: noon + .seconds(59))
        #expect(requests.lastMinute(at: noon + .seconds(59)) == [.lists: 3])
    }

    // MARK: Health

    @Test func `the same trouble is told again after ten minutes`() {
        func isTold(after pause: Duration) -> Bool {
            var health = AccountHealth()
            _ = health.note(lost, at: noon)
            _ = health.note(nil, at: noon)
            return health.note(lost, at: noon + pause)
        }
        #expect(!isTold(after: .zero))
        #expect(!isTold(after: .minutes(10) - .seconds(1)))
        #expect(isTold(after: .minutes(10)))
        #expect(isTold(after: .minutes(-1)), "the clock was set")
    }

    @Test func `a catalogue is fresh for six hours`() {
        var catalogue = Catalogue(services: [Service(id: "1", name: "Google")])
        #expect(!catalogue.hasLists(at: noon) && !catalogue.hasRentals(at: noon))
        catalogue.listsAt = noon
        catalogue.rentalsAt = noon
        let almost = noon + .hours(6) - .milliseconds(1)
        #expect(catalogue.hasLists(at: almost) && catalogue.hasRentals(at: almost))
        let over = noon + .hours(6)
        #expect(!catalogue.hasLists(at: over) && !catalogue.hasRentals(at: over))
        catalogue.services = []
        #expect(!catalogue.hasLists(at: noon), "an empty list is asked for again")
    }

    // MARK: Upkeep

    private func rentals(_ count: Int, askedFor: Set<Line.ID> = []) -> [Upkeep.Rental] {
        (1...count).map { id in
            Upkeep.Rental(
                id: Line.ID(id), every: .seconds(10), isAskedFor: askedFor.contains(Line.ID(id)))
        }
    }

    @Test func `some rentals are kept on where the budget does not suffice for all`() {
        let some = Upkeep(rentals(4), rate: 0.3)
        #expect(some.isShort)
        #expect(some.leftOut == [3, 4])
        #expect(Upkeep(rentals(4, askedFor: [4]), rate: 0.3).leftOut == [2, 3])
        let all = Upkeep(rentals(2), rate: 0.3)
        #expect(!all.isShort && all.leftOut.isEmpty)
        #expect(all.used == all.needed)
    }

    @Test func `a shortage is told when it lasts half a minute, its end after five minutes`() {
        var watch = UpkeepWatch()
        func isNews(_ isShort: Bool, at seconds: Int64) -> Bool {
            watch.isNews(isShort: isShort, at: .seconds(seconds))
        }
        #expect(!isNews(false, at: 0))
        #expect(!isNews(true, at: 0))
        #expect(!isNews(true, at: 29))
        #expect(!isNews(false, at: 29), "it was short")
        #expect(!isNews(true, at: 30))
        #expect(!isNews(true, at: 59))
        #expect(isNews(true, at: 60))
        #expect(!isNews(true, at: 900), "once")
        #expect(!isNews(false, at: 1000))
        #expect(!isNews(false, at: 1299))
        #expect(isNews(false, at: 1300))
    }
}
