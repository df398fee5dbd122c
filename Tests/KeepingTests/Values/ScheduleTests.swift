@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

@Suite struct `When a balance is asked for` {
    private let money = Money(tenThousandths: 1)

    @Test func `half an hour after the last, and at once where money was moved`() {
        var balance = BalanceWatch()
        let first = balance.due(every: BalanceWatch.interval, at: noon)
        #expect(first == noon)
        balance.end(with: money, at: noon)
        #expect(balance.known?.money == money)
        let told1 = balance.due(every: BalanceWatch.interval, at: noon)
        #expect(told1 == noon + .minutes(30))
        let told2 = balance.due(every: .minutes(1), at: noon)
        #expect(told2 == noon + .minutes(1))
        balance.forget()
        let told3 = balance.due(every: BalanceWatch.interval, at: noon + .minutes(5))
        #expect(told3 == noon + .minutes(5))
    }

    @Test
    func `one that is not to be had is overdue since it was missed, and left alone for a minute`() {
        var balance = BalanceWatch()
        _ = balance.due(every: BalanceWatch.interval, at: noon)
        balance.begin(at: .zero)
        #expect(balance.isAsking)
        balance.end(with: nil, at: noon)
        #expect(!balance.isAsking)
        let told4 = balance.due(every: BalanceWatch.interval, at: noon + .seconds(1))
        #expect(told4 == noon + .minutes(1))
        balance.end(with: money, at: noon + .minutes(2))
        balance.forget()
        let later = noon + .minutes(3)
        let told5 = balance.due(every: BalanceWatch.interval, at: later)
        #expect(told5 == later)
    }

    @Test func `one that is missing has been due since it was first missed`() {
        var balance = BalanceWatch()
        let first = balance.due(every: BalanceWatch.interval, at: noon)
        let later = balance.due(every: BalanceWatch.interval, at: noon + .minutes(3))
        #expect(first == noon && later == noon)
    }

    @Test func `a clock that is set moves all of it`() {
        var balance = BalanceWatch()
        balance.end(with: money, at: noon)
        balance.shift(by: .hours(1))
        #expect(balance.known?.at == noon + .hours(1))
        balance.forget()
        _ = balance.due(every: BalanceWatch.interval, at: noon)
        balance.end(with: nil, at: noon)
        balance.shift(by: .hours(1))
        let told6 = balance.due(every: BalanceWatch.interval, at: noon)
        #expect(
            told6
                == noon + .hours(1) + .minutes(1))
    }
}

@Suite struct `When the lists are asked for` {
    @Test func `ten minutes after they were compared, one minute after they failed, or at once`() {
        var lists = ListSchedule()
        #expect(lists.due == nil)
        lists.begin(at: .zero)
        #expect(lists.isAsking)
        lists.compared(at: noon)
        #expect(!lists.isAsking)
        #expect(lists.due == noon + .minutes(10))
        lists.begin(at: .zero)
        lists.failed(at: noon)
        #expect(!lists.isAsking)
        #expect(lists.due == noon + .minutes(1))
        lists.repeatAfter(.seconds(5), at: noon)
        #expect(lists.due == noon + .seconds(5))
        lists.hurry()
        #expect(lists.due == nil)
    }

    @Test func `hints of strangers bring them about once a minute`() {
        var lists = ListSchedule()
        let told7 = lists.hint(at: noon)
        #expect(told7 == false, "they are due anyway")
        lists.compared(at: noon)
        let told8 = lists.hint(at: noon + .seconds(10))
        #expect(told8)
        #expect(lists.due == noon + .minutes(1))
        let told9 = lists.hint(at: noon + .minutes(3))
        #expect(told9)
        #expect(lists.due == noon + .minutes(1), "they are not put off")
        lists.compared(at: noon)
        let told10 = lists.hint(at: noon + .minutes(5))
        #expect(told10)
        #expect(lists.due == noon + .minutes(5))
        lists.begin(at: .zero)
        let told11 = lists.hint(at: noon + .minutes(5))
        #expect(told11 == false)
    }

    @Test func `a provider's clock that turns out to be another moves them`() {
        var lists = ListSchedule()
        lists.compared(at: noon)
        lists.shiftProviderTimes(by: .hours(2))
        #expect(lists.due == noon + .hours(2) + .minutes(10))
        #expect(lists.comparedAt == noon + .hours(2))
    }
}

@Suite struct `The call that shows all activations` {
    private let strange = ProviderError.refused("What?")

    @Test func `is given up after three answers that are no list, until one is`() {
        var polls = PollSchedule()
        // The failure of the call is reported once.
        let news = (0..<4).map { _ in polls.failed(strange, at: noon) }
        #expect(news == [false, false, true, false])
        #expect(!polls.works)
        let isNews = [polls.answered(), polls.answered()]
        #expect(isNews == [true, false])
        #expect(polls.works)
    }

    @Test func `what says something of the account rather than of the call does not count`() {
        var polls = PollSchedule()
        let errors: [ProviderError?] = [
            .transport(.unreachable(host: "x", reason: "no")), .rateLimited(retryAfter: nil),
            .wrongKey, nil,
        ]
        for _ in 0..<3 { for error in errors { _ = polls.failed(error, at: noon) } }
        #expect(polls.works)
        #expect(polls.holdUntil == noon + .seconds(5))
    }

    @Test func `is no longer wanted once it is made`() {
        var polls = PollSchedule()
        polls.isWanted = true
        polls.begin(at: .seconds(9))
        #expect(polls.isAsking && !polls.isWanted)
        #expect(polls.askedUptime == .seconds(9))
        _ = polls.answered()
        #expect(!polls.isAsking)
    }
}

@Suite struct `Lines that were told of` {
    @Test func `keep their place however often they are told of again`() {
        var looks = LookQueue()
        #expect(looks.isEmpty)
        for id in [3, 1, 3, 2] as [Line.ID] { looks.add(id) }
        #expect(looks.places.sorted { $0.value < $1.value }.map(\.key) == [3, 1, 2])
        looks.remove(3)
        looks.add(3)
        #expect(looks.places.sorted { $0.value < $1.value }.map(\.key) == [1, 2, 3])
    }
}

@Suite struct `A line that brings nothing but errors` {
    @Test func `is left alone for longer each time, and a minute at most`() {
        var backoff: Backoff?
        var pauses: [Duration] = []
        var persistent: [Bool] = []
        for _ in 0..<9 {
            let next = Backoff(after: backoff, at: noon)
            pauses.append(next.until - noon)
            persistent.append(next.isPersistent)
            backoff = next
        }
        #expect(pauses.map(\.wholeSeconds) == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(persistent.prefix(4) == [false, false, true, true])
    }
}

@Suite struct `A set in order` {
    @Test(arguments: UInt64(1)...20)
    func `holds what was put in and not taken out, in ascending order`(seed: UInt64) {
        var random = seed &* 0x9E37_79B9_7F4A_7C15
        var (sorted, plain) = (SortedSet<Int>(), Set<Int>())
        for _ in 0..<300 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let element = Int(random >> 33) % 40
            if random & (1 << 20) == 0 {
                sorted.insert(element)
                plain.insert(element)
            } else {
                sorted.remove(element)
                plain.remove(element)
            }
            #expect(sorted.contains(element) == plain.contains(element))
        }
        #expect(Array(sorted) == plain.sorted())
    }
}
