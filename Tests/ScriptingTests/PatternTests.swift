import Foundation
import PatternTwins
import Testing

/// The matcher of patterns, beside Lua's own: what it means is the same, how long it takes is not.
@Suite struct PatternTests {
    /// How many calls are compared: more, by hand, with `PATTERN_CALLS`.
    private static let calls =
        ProcessInfo.processInfo.environment["PATTERN_CALLS"].flatMap { Int($0) } ?? 200_000

    @Test func `a pattern means what it means in Lua`() {
        var report = [CChar](repeating: 0, count: 4096)
        let seeds: [UInt64] = [1, 2]
        for seed in seeds {
            let differences = twins_compare(seed, Self.calls / seeds.count, &report, report.count)
            let text = report.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            #expect(differences == 0, "seed \(seed): \(String(decoding: text, as: UTF8.self))")
        }
    }
}
