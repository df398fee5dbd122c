@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// What a person reads of clocks and time stamps that are wrong.
@Suite struct `A wrong clock in words` {
    private func text(_ news: AccountClock.News) -> String { "\(news)" }

    @Test func `a difference is told with its size and side`() {
        #expect(text(.differs(by: .minutes(3))).contains("is 3 min ahead of this machine's"))
        #expect(text(.differs(by: .minutes(-3))).contains("is 3 min behind this machine's"))
        #expect(text(.jumped(by: .hours(-2))).contains("jumped 2 h back."))
        #expect(text(.jumped(by: .hours(2))).contains("jumped 2 h ahead."))
        #expect(text(.over) == "the provider's clock is right again.")
    }

    @Test(arguments: [
        (Duration.minutes(59), "59 min"), (.hours(1), "1 h"), (.minutes(61), "1 h 1 min"),
        (.hours(24), "1 d"), (.hours(25), "1 d 1 h"), (.days(6) + .hours(12), "6 d 12 h"),
        (.days(1) + .minutes(5), "1 d"),
    ])
    func `a length has the two largest units that matter`(length: Duration, words: String) {
        #expect(text(.jumped(by: length)).contains("jumped \(words) ahead."))
    }

    @Test func `a clock that is believed again is as ours, or has its difference`() {
        #expect(text(.believed(.zero)).hasSuffix("it agrees with this machine's clock."))
        #expect(text(.believed(.hours(2))).hasSuffix("it is 2 h ahead of this machine's."))
    }

    @Test func `a jump of a provider's clock is an event of its account`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example(on: disk)
        for date in [noon, noon + .hours(2), noon + .hours(2), noon] {
            logic.noteCall(on: "pool", providerTime: date, error: nil)
        }
        #expect(disk.content.events.map(\.kind) == ["clock", "clock"])
        #expect(disk.content.events.first?.text.hasPrefix("Account pool: ") == true)
    }

    @Test func `a line that ended by a clock that others contradict is looked at`() {
        let line = Line.example(.rental, state: .expired) { $0.expiresAt = noon }
        var logic = KeeperLogic.example([line], at: .noon.later(.seconds(1)))
        logic.known.noteEnd(of: 1, isByClock: true)
        logic.lookAgain("pool")
        #expect(logic.books["pool"]?.looks.isEmpty == true)
        logic.noteCall(on: "pool", providerTime: noon - .hours(1), error: nil)
        #expect(logic.books["pool"]?.looks.isEmpty == false)
        var ended = KeeperLogic.example([line], at: .noon.later(.seconds(1)))
        ended.noteCall(on: "pool", providerTime: noon - .hours(1), error: nil)
        #expect(ended.books["pool"]?.looks.isEmpty == true, "the provider said that it is over")
    }

    // MARK: Stamps

    private func told(
        _ offset: Duration, zone: Duration = .zero, count: Int = 3, new: Int = 1,
        looked: Duration? = .zero
    ) throws -> String? {
        let disk = PaperDisk()
        let line = Line.example(.rental) { $0.lookedAt = looked.map { noon - $0 } }
        var logic = KeeperLogic.example([line], on: disk)
        logic.books["pool"]?.account?.configuration.zoneOffset = zone
        for _ in 0..<count {
            let message = ReceivedMessage(text: "1234", receivedAt: noon + offset)
            try logic.noteStamps(of: [message], new: new, on: line)
        }
        #expect(disk.content.events.count < 2, "it is told once")
        return disk.content.events.first?.text
    }

    @Test func `stamps that are hours off are told with the setting that corrects them`() throws {
        let back = try told(.hours(-3), count: 9)
        #expect(back?.contains("message times are 3 h behind") == true)
        #expect(back?.contains("time_zone = \"UTC-3\"") == true)
        let ahead = try told(.minutes(330))
        #expect(ahead?.contains("message times are 5 h 30 min ahead") == true)
        #expect(ahead?.contains("time_zone = \"UTC+5:30\"") == true)
        let right = try told(.hours(3), zone: .hours(-3))
        #expect(right?.contains("time_zone = \"UTC\"") == true)
    }

    @Test func `stamps say nothing unless three messages have just come`() throws {
        #expect(try told(.hours(-3), count: 2) == nil)
        #expect(try told(.zero) == nil)
        #expect(try told(.hours(-3), new: 0) == nil)
        #expect(try told(.hours(-3), looked: nil) == nil)
        #expect(try told(.hours(-3), looked: .hours(1)) == nil)
    }

    @Test func `an order that waits past a clock's time contradicts that clock`() throws {
        for (phase, isBelieved) in [(ActivationStatus.Phase.waiting, false), (.unclear, true)] {
            var logic = KeeperLogic.example([.example(.activation)])
            for _ in 0..<3 {
                logic.noteCall(on: "pool", providerTime: noon + .hours(2), error: nil)
                try logic.receive([], on: 1, standing: ActivationStatus(phase))
            }
            #expect((logic.time(of: "pool") == noon + .hours(2)) == isBelieved)
        }
    }
}
