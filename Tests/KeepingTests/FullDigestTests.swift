@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// What a channel was sent is counted over a restart, and a full digest does not wait.
@Suite("Full digests and kept rates") struct FullDigestTests {
    private func hourly(_ most: Int?) throws -> ChannelTiming {
        var timing = ChannelTiming()
        timing.gathering = ChannelTiming.Gathering(every: try Schedule(every: "1h"))
        timing.gathering?.most = most
        timing.mostInDigest = most ?? timing.mostInDigest
        return timing
    }

    @Test func `so many as are named are sent at once, and the rest at the time`() async throws {
        let stage = try await HoldingStage(try hourly(4))
        for count in 1...10 {
            stage.fixture.clock.advance(.seconds(10))
            try await stage.receive("text \(count)")
            try await stage.send()
            #expect(stage.sent.count == count / 4)
        }
        #expect(stage.sent.map(\.at) == [noon + .seconds(40), noon + .seconds(80)])
        let lines = stage.sent.map { $0.text.split(separator: "\n").map { $0.suffix(6) } }
        #expect(
            lines == [
                ["text 1", "text 2", "text 3", "text 4"], ["text 5", "text 6", "text 7", "text 8"],
            ])
        #expect(try stage.held().count == 2)
        try await stage.pass(to: noon + .hours(1))
        #expect(stage.sent.count == 3 && stage.sent.last?.at == noon + .hours(1))
        #expect(try stage.held().isEmpty)
    }

    @Test func `what was held before a restart counts, and without a number only the time`()
        async throws
    {
        let stage = try await HoldingStage(try hourly(3))
        for count in 1...2 {
            try await stage.receive("text \(count)")
            try await stage.send()
        }
        try await stage.restart()
        try await stage.send()
        #expect(stage.sent.isEmpty)
        try await stage.receive("text 3")
        try await stage.send()
        #expect(stage.sent.count == 1)

        let other = try await HoldingStage(try hourly(nil))
        for count in 1...60 {
            try await other.receive("text \(count)")
            try await other.send()
        }
        #expect(other.sent.isEmpty)
        try await other.pass(to: noon + .hours(1))
        #expect(other.sent.count == 2)
    }

    @Test func `a digest of many is one, however few a lane takes at once`() async throws {
        var timing = try hourly(150)
        timing.digestBytes = 100_000
        let stage = try await HoldingStage(timing)
        for count in 1...150 {
            try await stage.receive("text \(count)")
            try await stage.send()
        }
        #expect(stage.sent.count == 1)
        #expect(stage.sent.first?.text.split(separator: "\n").count == 150)
    }

    @Test func `quiet hours come before a full digest`() async throws {
        var timing = try hourly(2)
        timing.quiet = ChannelTiming.Quiet(
            try QuietHours([QuietHours.Part(words: "12:00-13:00")], in: .utc))
        let stage = try await HoldingStage(timing)
        for count in 1...5 {
            try await stage.receive("text \(count)")
            try await stage.send()
        }
        #expect(stage.sent.isEmpty)
        try await stage.pass(to: noon + .hours(1))
        // Two of two, and the fifth.
        #expect(stage.sent.map(\.at) == Array(repeating: noon + .hours(1), count: 3))
    }

    @Test func `a restart in the middle of a span lets nothing more through`() async throws {
        var timing = ChannelTiming()
        timing.rate = ChannelTiming.Rate(most: 5, span: .hours(1))
        let stage = try await HoldingStage(timing)
        for count in 0..<60 {
            try await stage.receive("text \(count)")
            try await stage.send()
            // A manager that is started again and again knows of nothing but what is stored.
            try await stage.restart()
            try await stage.pass(to: stage.now + .minutes(2))
        }
        try await stage.pass(to: stage.now + .hours(2))
        for (place, one) in stage.sent.enumerated() {
            let within = stage.sent[place...].prefix { $0.at < one.at + .hours(1) }
            #expect(within.count <= 5, "\(one.at)")
        }
        for count in 0..<60 {
            #expect(stage.sent.count { ($0.text + "\n").contains("text \(count)\n") } == 1)
        }
        #expect(stage.sent.count > 5)
    }

    @Test func `what was sent in one counts once over a restart`() async throws {
        var timing = ChannelTiming()
        timing.rate = ChannelTiming.Rate(most: 2, span: .hours(1))
        let stage = try await HoldingStage(timing)
        for count in 0..<12 {
            try await stage.receive("text \(count)")
            try await stage.send()
        }
        #expect(stage.sent.count == 2)
        try await stage.pass(to: noon + .hours(1))
        #expect(stage.sent.count == 3)
        let sendings = try stage.fixture.store.sendings(
            to: "phone", since: noon - .hours(1), limit: 50)
        #expect(sendings.count == 3)
        #expect(sendings.first == noon + .hours(1))
        #expect(
            try stage.fixture.store.sendings(to: "phone", since: noon, limit: 50)
                == [noon + .hours(1)])
        try await stage.restart()
        try await stage.receive("more")
        try await stage.send()
        #expect(stage.sent.count == 4)
        try await stage.receive("too much")
        try await stage.send()
        #expect(stage.sent.count == 4)
    }
}
