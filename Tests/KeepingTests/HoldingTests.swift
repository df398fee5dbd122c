@testable import Accounts
import Channels
import Lines
@testable import Running
import Storage
import Testing
import Transport

@testable import Keeping

/// Forwards that wait until their channel may be sent to. Noon is in UTC, on a Sunday.
@Suite("Held forwards") struct HoldingTests {
    private func night(
        _ afterwards: ChannelTiming.Afterwards = .digest, in zone: LocalZone = .utc
    ) throws -> ChannelTiming {
        var timing = ChannelTiming()
        timing.quiet = ChannelTiming.Quiet(
            try QuietHours([QuietHours.Part(words: "22:00-07:00")], in: zone))
        timing.quiet?.afterwards = afterwards
        return timing
    }

    private static let morning = noon + .hours(19)

    @Test func `what comes in quiet hours is sent in one when they are over`() async throws {
        let stage = try await HoldingStage(try night())
        try await stage.receive("hello")
        try await stage.send()
        #expect(stage.sent.map(\.text) == ["hello"])
        try await stage.pass(to: noon + .hours(11))
        for text in ["one", "two\nThu 07:00  not a message", "three"] {
            try await stage.receive(text)
            try await stage.send()
            stage.fixture.clock.advance(.minutes(10))
        }
        #expect(stage.sent.count == 1)
        #expect(try stage.held().map(\.dueAt) == Array(repeating: Self.morning, count: 3))
        #expect(try stage.held().allSatisfy { $0.result == "Held by quiet hours." })
        #expect(try stage.fixture.store.tally(channel: "phone").lastError == nil)
        try await stage.restart()
        try await stage.send()
        #expect(stage.sent.count == 1)
        try await stage.pass(to: Self.morning + .minutes(1))
        #expect(stage.sent.count == 2)
        #expect(stage.sent.last?.at == Self.morning)
        #expect(
            stage.sent.last?.text == """
                Sun 23:00  BANK: one
                Sun 23:10  BANK: two Thu 07:00 not a message
                Sun 23:20  BANK: three
                """)
        let actions = try stage.fixture.store.actions(limit: 9)
        #expect(actions.first?.content?.title == "3 messages since Sun 23:00")
        #expect(actions.filter { $0.kind == .forward }.allSatisfy { $0.state == .done })
        #expect(actions.contains { $0.result == "Sent in one with 2 others." })
        #expect(try stage.held().isEmpty)
    }

    @Test func `each by itself, if so wanted, and one alone as it is`() async throws {
        for (timing, texts) in [(try night(.each), ["one", "two"]), (try night(), ["one"])] {
            let stage = try await HoldingStage(timing)
            try await stage.pass(to: noon + .hours(11))
            for text in texts {
                try await stage.receive(text)
                try await stage.send()
            }
            #expect(stage.sent.isEmpty)
            try await stage.pass(to: Self.morning)
            #expect(stage.sent.map(\.text) == texts)
        }
    }

    @Test func `codes and what is urgent do not wait`() async throws {
        let stage = try await HoldingStage(try night())
        try await stage.pass(to: noon + .hours(11))
        try await stage.receive("Your code is 883456")
        try await stage.receive("flood", priority: .urgent)
        try await stage.receive("hello")
        try await stage.send()
        #expect(stage.sent.map(\.text) == ["Your code is 883456", "flood"])
    }

    @Test func `a configuration or a clock that is another one decides anew`() async throws {
        let stage = try await HoldingStage(try night())
        try await stage.pass(to: noon + .hours(11))
        try await stage.receive("one")
        try await stage.send()
        // Set forward by three hours, the clock shows 2 o'clock; set back by twelve, 14 o'clock.
        stage.fixture.clock.step(.hours(3))
        await stage.keeper.noticeClock()
        try await stage.send()
        #expect(try stage.held().map(\.dueAt) == [Self.morning])
        stage.fixture.clock.step(.hours(-12))
        await stage.keeper.noticeClock()
        try await stage.send()
        #expect(stage.sent.map(\.text) == ["one"])

        let other = try await HoldingStage(try night())
        try await other.pass(to: noon + .hours(11))
        try await other.receive("two")
        try await other.send()
        other.keeper = try other.fixture.restarted()
        try await other.keeper.releaseHeld()
        try await other.send()
        #expect(other.sent.map(\.text) == ["two"])
    }

    @Test func `a digest holds what there is room for, and the next one the rest`() async throws {
        var timing = ChannelTiming()
        timing.gathering = ChannelTiming.Gathering(every: try Schedule(every: "1h"))
        timing.mostInDigest = 10
        timing.digestBytes = 400
        let stage = try await HoldingStage(timing)
        let long = String(repeating: "ж", count: 300)
        let texts = (0..<40).map { "text \($0)" } + [long] + (41..<50).map { "text \($0)" }
        for text in texts {
            stage.fixture.clock.advance(.seconds(10))
            try await stage.receive(text)
            try await stage.send()
        }
        #expect(stage.sent.isEmpty)
        try await stage.pass(to: noon + .hours(1))
        #expect(stage.sent.allSatisfy { $0.at == noon + .hours(1) })
        #expect(stage.sent.allSatisfy { $0.text == long || $0.text.utf8.count <= 400 })
        #expect(stage.sent.contains { $0.text == long })
        let all = stage.sent.map(\.text).joined(separator: "\n").split(separator: "\n")
        #expect(all.map { $0.split(separator: ": ").last.map(String.init) } == texts)
        #expect((5...8).contains(stage.sent.count), "\(stage.sent.count)")
    }

    @Test func `a rate makes one of what is too much`() async throws {
        var timing = ChannelTiming()
        timing.rate = ChannelTiming.Rate(most: 5, span: .hours(1))
        let stage = try await HoldingStage(timing)
        for count in 0..<100 {
            try await stage.receive("text \(count)")
            try await stage.send()
            try await stage.pass(to: stage.now + .minutes(1))
        }
        try await stage.pass(to: stage.now + .hours(2))
        for (place, one) in stage.sent.enumerated() {
            let within = stage.sent[place...].prefix { $0.at < one.at + .hours(1) }
            #expect(within.count <= 5)
        }
        for count in 0..<100 {
            #expect(stage.sent.count { ($0.text + "\n").contains("text \(count)\n") } == 1)
        }
        #expect(try stage.held().isEmpty)
    }

    @Test func `through a year with both changes of the clocks nothing is lost, and no code late`()
        async throws
    {
        let zone = try #require(LocalZone.named("Europe/Berlin"))
        let stage = try await HoldingStage(try night(in: zone), in: zone)
        let quiet = try #require(try night(in: zone).quiet?.hours)
        var texts: [String] = []
        var step = 7
        for count in 0..<1_200 {
            step = (step * 1_103 + 12_345) % 997
            try await stage.pass(to: stage.now + .minutes(30 + step))
            let isCode = count % 4 == 0
            texts.append(isCode ? "Your code is \(400_000 + count)" : "text \(count) of many")
            try await stage.receive(texts[count])
            try await stage.send()
            if isCode { #expect(stage.sent.last?.text == texts[count], "late") }
            if count % 50 == 0 { try await stage.restart() }
        }
        #expect(stage.now > noon + .days(365))
        try await stage.pass(to: stage.now + .days(1))
        let all = stage.sent.map { $0.text + "\n" }
        for text in texts { #expect(all.count { $0.contains("\(text)\n") } == 1, "\(text)") }
        for (at, text) in stage.sent where !text.hasPrefix("Your code") {
            #expect(quiet.end(at: at) == nil, "\(at): \(text)")
        }
        #expect(stage.sent.count < 1_150)
    }
}
