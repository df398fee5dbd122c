import Lines
import Testing

/// The reference time of these tests.
let noon = Instant(milliseconds: 1_769_947_200_000)

func rental(_ change: (inout Line) -> Void = { _ in }) -> Line {
    var line = Line(
        id: 7, account: "pool", provider: .smspool, kind: .rental, state: .ordering,
        purchasedAt: noon)
    var purchase = Purchase(providerID: "RENT", number: "+14155550123")
    purchase.expiresAt = noon + .days(30)
    purchase.days = 30
    purchase.refundTerms = .documented
    _ = line.apply(.bought(purchase), at: noon)
    change(&line)
    return line
}

func activation(_ change: (inout Line) -> Void = { _ in }) -> Line {
    var line = Line(
        id: 8, account: "pool", provider: .smspool, kind: .activation, state: .ordering,
        purchasedAt: noon)
    var purchase = Purchase(providerID: "ORDER", number: "+447700900123")
    purchase.expiresAt = noon + .minutes(20)
    _ = line.apply(.bought(purchase), at: noon)
    change(&line)
    return line
}

@Suite("A line")
struct LineTests {
    @Test func `becomes active or waiting when it is bought`() {
        #expect(rental().state == .active)
        #expect(activation().state == .waiting)
        #expect(rental().refund.until == noon + .hours(12))
    }

    @Test func `listens from available until activeFor has run out, and says when it falls asleep`()
    {
        var line = rental()
        let first = line.apply(
            .status(RentalStatus(isAvailable: false, activeFor: .seconds(90))), at: noon)
        #expect(first.isEmpty)
        #expect(!line.listening.isListening(at: noon))
        let second = line.apply(
            .status(RentalStatus(isAvailable: true, activeFor: .seconds(90))),
            at: noon + .seconds(4))
        #expect(second.map(\.kind) == [.listening])
        #expect(line.listening.isListening(at: noon + .seconds(93)))
        #expect(!line.listening.isListening(at: noon + .seconds(94)))
        #expect(line.apply(.time, at: noon + .seconds(93)).isEmpty)
        #expect(line.apply(.time, at: noon + .seconds(95)).map(\.kind) == [.asleep])
        #expect(line.apply(.time, at: noon + .seconds(96)).isEmpty)
    }

    @Test func `that needs no waking listens without an end`() {
        var line = rental()
        _ = line.apply(.status(RentalStatus(isAvailable: true, activeFor: .zero)), at: noon)
        #expect(line.listening.isListening(at: noon + .days(20)))
        #expect(line.listening.refreshBy == nil)
    }

    @Test func `is refreshed well before its window ends, whatever its length`() {
        for seconds in [2, 10, 30, 90, 270, 3600] {
            var line = rental()
            _ = line.apply(
                .status(RentalStatus(isAvailable: true, activeFor: .seconds(seconds))), at: noon)
            let refresh = line.listening.refreshBy ?? noon
            #expect(refresh > noon)
            #expect(refresh <= noon + .milliseconds(seconds * 800))
        }
    }

    @Test func `loses its refund with its first message`() {
        var line = rental()
        _ = line.apply(.looked(new: 1, last: noon), at: noon + .seconds(5))
        #expect(line.refund.until == nil)
        #expect(line.messageCount == 1)
    }

    @Test func `believes an expiry that moved, also after it had run out`() {
        var line = rental()
        #expect(line.apply(.time, at: noon + .days(30)).map(\.kind) == [.expired])
        let events = line.apply(
            .status(RentalStatus(isAvailable: true, expiresAt: noon + .days(60))),
            at: noon + .days(30) + .seconds(9))
        #expect(events.map(\.kind).contains(.extended))
        #expect(line.state == .active)
    }

    @Test func `receives, is asked again, and waits under its new id`() {
        var line = activation()
        _ = line.apply(.looked(new: 1, last: nil), at: noon)
        #expect(line.state == .received)
        _ = line.apply(.resent(newProviderID: "ORDER2", expiresAt: nil), at: noon)
        #expect(line.state == .waiting)
        #expect(line.providerID == "ORDER2")
        #expect(line.episode == 1)
    }

    @Test(arguments: ["ORDER2", nil])
    func `asked again after its time waits for as long as the provider then says`(
        newID: String?
    ) {
        var line = activation()
        _ = line.apply(.looked(new: 1, last: nil), at: noon)
        _ = line.apply(.time, at: noon + .minutes(20))
        #expect(line.state == .finished)
        let later = noon + .hours(1)
        _ = line.apply(.resent(newProviderID: newID, expiresAt: nil), at: later)
        _ = line.apply(.time, at: later)
        #expect(line.state == .waiting)
        let status = ActivationStatus(.waiting, expiresAt: later + .minutes(20))
        _ = line.apply(.activation(status), at: later)
        #expect(line.expiresAt == later + .minutes(20))
        _ = line.apply(.time, at: later + .minutes(20))
        #expect(line.state == .expired)
    }

    @Test func `that ran out with its code did its work, without it expired`() {
        var used = activation()
        _ = used.apply(.looked(new: 1, last: nil), at: noon)
        _ = used.apply(.time, at: noon + .minutes(20))
        #expect(used.state == .finished)
        var unused = activation()
        _ = unused.apply(.time, at: noon + .minutes(20))
        #expect(unused.state == .expired)
        _ = unused.apply(.activation(ActivationStatus(.refunded)), at: noon + .minutes(21))
        #expect(unused.state == .refunded)
    }

    @Test func `is concluded nothing of when the provider says something unknown`() {
        var line = activation()
        #expect(line.apply(.activation(ActivationStatus(.unclear)), at: noon).isEmpty)
        #expect(line.state == .waiting)
    }

    @Test func `unknown to its provider is lost before its expiry and expired after`() {
        var lost = rental()
        #expect(lost.apply(.unknownToProvider, at: noon).map(\.kind) == [.lost])
        var expired = rental()
        _ = expired.apply(.unknownToProvider, at: noon + .days(31))
        #expect(expired.state == .expired)
    }

    @Test func `that was finished unused is refunded when its money comes back`() {
        var line = activation()
        _ = line.apply(.finished, at: noon)
        let events = line.apply(.activation(ActivationStatus(.refunded)), at: noon + .minutes(20))
        #expect(events.map(\.kind) == [.refunded])
        #expect(line.state == .refunded)
        #expect(line.endedAt == noon)
    }

    /// Providers report things late, twice and out of order: no observation may revive an ended
    /// line by accident, report its end twice, or move its end. Only a late refund still counts.
    @Test(arguments: [LineKind.rental, .activation])
    func `that has ended stays ended under every observation`(kind: LineKind) {
        let endings: [Observation] = [
            .refunded, .cancelled(moneyReturned: true), .cancelled(moneyReturned: false),
            .finished, .unknownToProvider,
        ]
        let late: [Observation] = [
            .time, .refunded, .cancelled(moneyReturned: true), .cancelled(moneyReturned: false),
            .finished, .unknownToProvider, .looked(new: 1, last: nil),
            .activation(ActivationStatus(.waiting)), .activation(ActivationStatus(.received)),
            .activation(ActivationStatus(.cancelled)), .activation(ActivationStatus(.expired)),
            .status(RentalStatus(isAvailable: true, activeFor: .seconds(90))),
            .bought(Purchase(providerID: "AGAIN")), .swapped(Swap(number: "+447700900999")),
            .refundRefused(reason: "no"),
        ]
        for ending in endings {
            var ended = kind == .rental ? rental() : activation()
            #expect(ended.apply(ending, at: noon).count == 1)
            for observation in late {
                var line = ended
                let isReturn = [.refunded, .cancelled(moneyReturned: true)].contains(observation)
                if isReturn, [.finished, .lost].contains(ended.state) { continue }
                if isReturn, kind == .activation, ended.state == .cancelled { continue }
                #expect(line.apply(observation, at: noon + .minutes(1)).isEmpty)
                #expect(line.state == ended.state, "\(ending) then \(observation)")
                #expect(line.endedAt == ended.endedAt)
                #expect(!line.listening.isListening(at: noon + .minutes(1)))
            }
        }
    }
}
