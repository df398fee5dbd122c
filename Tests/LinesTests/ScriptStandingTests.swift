import Testing

@testable import Lines

/// How long a script is paused.
@Suite struct `The standing of a script` {
    private let noon = Instant(milliseconds: 1_769_947_200_000)

    @Test func `pauses grow, up to six hours`() {
        var standing = ScriptStanding(script: "a.lua", version: "1")
        var now = noon
        var lengths: [Duration] = []
        for _ in 1...6 {
            let length = standing.pause(for: "no", at: now)
            lengths.append(length)
            #expect(standing.isPaused(at: now))
            now = now + length
            #expect(!standing.isPaused(at: now))
        }
        #expect(
            lengths == [
                .minutes(1), .minutes(5), .minutes(30), .hours(2), .hours(6), .hours(6),
            ])
    }

    @Test func `a script that ran for long begins with the shortest pause again`() {
        var standing = ScriptStanding(script: "a.lua", version: "1")
        _ = standing.pause(for: "no", at: noon)
        #expect(standing.pause(for: "no", at: noon + .hours(6)) == .minutes(5))
        #expect(standing.pause(for: "no", at: noon + .hours(13)) == .minutes(1))
    }

    @Test func `a clock that was set back does not lengthen a pause`() {
        var standing = ScriptStanding(script: "a.lua", version: "1")
        _ = standing.pause(for: "no", at: noon)
        #expect(!standing.isPaused(at: noon - .days(365)))
    }
}
