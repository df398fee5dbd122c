@testable import Accounts
import Lines
import Testing

@testable import Keeping

@Suite struct `The machine's clock` {
    @Test(arguments: [(2, false), (3, true), (-2, false), (-3, true), (3600, true)])
    func `was set when it shows more or less than has passed`(seconds: Int, isSet: Bool) {
        var clock = MachineClock(at: .noon)
        let later = Moment.noon.later(.hours(1)).set(by: .seconds(Int64(seconds)))
        #expect(clock.notice(at: later) == (isSet ? .seconds(Int64(seconds)) : nil))
        #expect(clock.unwritten == (isSet ? .seconds(Int64(seconds)) : .zero))
        // It is reported once.
        #expect(clock.notice(at: later.later(.minutes(1))) == nil)
    }

    @Test func `steps add up until they are written`() {
        var clock = MachineClock(at: .noon)
        _ = clock.notice(at: .noon.set(by: .hours(1)))
        _ = clock.notice(at: .noon.set(by: .minutes(30)))
        #expect(clock.unwritten == .minutes(30))
        clock.written()
        #expect(clock.unwritten == .zero)
    }

    @Test
    func `a day of spending is longer by what it was set forward, and no shorter by what back`() {
        var clock = MachineClock(at: .noon)
        let forward = Moment.noon.set(by: .hours(3))
        _ = clock.notice(at: forward)
        #expect(clock.beginOfDay(at: forward) == forward.now - .hours(27))
        let back = forward.set(by: .hours(-2))
        _ = clock.notice(at: back)
        #expect(clock.beginOfDay(at: back) == back.now - .hours(27))
        // A day later the change no longer counts.
        let next = back.later(.hours(24))
        #expect(clock.beginOfDay(at: next) == next.now - .hours(24))
    }

    @Test func `remembers the latest hundred steps`() {
        var clock = MachineClock(at: .noon)
        var moment = Moment.noon
        for _ in 0..<150 {
            moment = moment.set(by: .seconds(10))
            _ = clock.notice(at: moment)
        }
        #expect(clock.beginOfDay(at: moment) == moment.now - .hours(24) - .seconds(1000))
    }

    @Test func `is said to have been set forward or back`() {
        #expect(MachineClock.sentence(of: .seconds(90)).contains("forward by 90 seconds"))
        #expect(MachineClock.sentence(of: .seconds(-90)).contains("back by 90 seconds"))
    }
}
