import ProviderEmulator
import Randomness

/// What happens in one run besides its traffic: all of it drawn from the seed, all of it printed when
/// the run fails.
struct Plan: Sendable {
    /// Where the manager is killed, once per start.
    enum Kill: Sendable, CustomStringConvertible {
        /// At the n-th sync since the start: `before`, `after`, or `lost` with all unsynced data.
        case sync(Int, String)
        /// At the n-th write, of which half is written.
        case write(Int)
        case after(milliseconds: Int)

        var description: String {
            switch self {
            case .sync(let number, let place): "sync \(number):\(place)"
            case .write(let number): "write \(number)"
            case .after(let milliseconds): "after \(milliseconds) ms"
            }
        }

        /// Parses a kill's description.
        init?(_ text: String) {
            let words = text.split { " :".contains($0) }
            guard words.count > 1, let number = Int(words[1]) else { return nil }
            switch words[0] {
            case "sync" where words.count == 3: self = .sync(number, String(words[2]))
            case "write": self = .write(number)
            case "after": self = .after(milliseconds: number)
            default: return nil
            }
        }

        /// The part of it that the shim carries out.
        var orders: [String: String] {
            switch self {
            case .sync(let number, let place): ["CRASH_AT_SYNC": "\(number):\(place)"]
            case .write(let number): ["CRASH_AT_WRITE": "\(number)"]
            case .after: [:]
            }
        }
    }

    struct Trap: Sendable {
        var endpoint: String
        var kind: Fault.Kind
        var after: Int
    }

    struct ClockStep: Sendable {
        var seconds: Int
        var after: Int
    }

    /// The test it belongs to.
    var name: String
    var seed: UInt64
    var kills: [Kill] = []
    var faults: [Trap] = []
    var clockSteps: [ClockStep] = []
    var workerKills: [Int] = []
    /// Which generation of the provider's answers it meets.
    var generation = "current"
    /// Whether the provider's clock is moved forward at the end, so that orders run out.
    var lapses = false
    var people = 2
    var commands = 8

    /// How many writes may have been torn.
    var tears: Int {
        kills.count { if case .write = $0 { true } else { false } }
    }

    /// The environment that repeats the run, as far as it is deterministic.
    var again: String {
        guard name != "commitPoints" else {
            return "CRASH_KILLS=\"\(kills.map(\.description).joined(separator: ","))\" and "
                + "--filter commitPoints"
        }
        return "CRASH_RUNS=1 CRASH_SEED=\(seed) and --filter \(name)"
    }

    static let places = ["before", "after", "lost"]

    /// A fixed workload, whose commit points are counted and then hit one by one.
    static func commitPoints(_ kills: [Kill]) -> Plan {
        var plan = Plan(name: "commitPoints", seed: 1)
        plan.kills = kills
        plan.people = 1
        plan.commands = 10
        return plan
    }

    static func randomKills(seed: UInt64) -> Plan {
        var plan = Plan(name: "randomKills", seed: seed)
        var random = SeededRandom(seed: seed, for: "plan")
        plan.kills = (0..<random.number(in: 1...4)).map { _ in
            switch random.number(in: 1...5) {
            case 1: .sync(random.number(in: 1...40), random.element(of: places))
            case 2: .write(random.number(in: 1...400))
            default: .after(milliseconds: random.number(in: 20...1500))
            }
        }
        if random.chance(percent: 60) { plan.faults = drawFaults(&random) }
        plan.lapses = random.chance(percent: 30)
        plan.generation = random.chance(percent: 30) ? "document" : "current"
        return plan
    }

    static func workerKills(seed: UInt64) -> Plan {
        var plan = Plan(name: "workerKills", seed: seed)
        var random = SeededRandom(seed: seed, for: "plan")
        plan.workerKills = (0..<random.number(in: 5...25)).map { _ in random.number(in: 5...200) }
        if random.chance(percent: 30) {
            plan.kills = [.after(milliseconds: random.number(in: 200...1500))]
        }
        return plan
    }

    static func clockSteps(seed: UInt64) -> Plan {
        var plan = Plan(name: "clockSteps", seed: seed)
        var random = SeededRandom(seed: seed, for: "plan")
        let hour = 3600
        let day = 24 * hour
        let steps = random.element(of: [
            [-hour], [day], [-hour, day], [day, -day], [-hour, hour],
        ])
        plan.clockSteps = steps.map { .init(seconds: $0, after: random.number(in: 200...1200)) }
        if random.chance(percent: 50) {
            plan.kills = [.after(milliseconds: random.number(in: 200...1800))]
        }
        if random.chance(percent: 40) { plan.faults = drawFaults(&random) }
        return plan
    }

    private static func drawFaults(_ random: inout SeededRandom) -> [Trap] {
        let paid = [
            "purchase/sms", "purchase/rental", "rental/extend", "rental/refund", "sms/cancel",
            "sms/resend",
        ]
        let others = ["rental/retrieve_messages", "request/active", "rental/retrieve_status", "*"]
        let kinds = [Fault.Kind.effectThenReset, .reset, .truncated, .http500, .html, .rateLimit]
        return (0..<random.number(in: 1...4)).map { _ in
            Trap(
                endpoint: random.chance(percent: 75)
                    ? random.element(of: paid) : random.element(of: others),
                kind: random.chance(percent: 40) ? .effectThenReset : random.element(of: kinds),
                after: random.number(in: 0...1500))
        }
    }
}

extension Plan: CustomStringConvertible {
    var description: String {
        var parts = ["\(name) seed \(seed)"]
        if !kills.isEmpty {
            parts.append("kills: \(kills.map(\.description).joined(separator: ", "))")
        }
        if !faults.isEmpty {
            let told = faults.map { "\($0.kind.rawValue) at \($0.endpoint) after \($0.after) ms" }
            parts.append("faults: \(told.joined(separator: ", "))")
        }
        if !clockSteps.isEmpty {
            let told = clockSteps.map { "\($0.seconds) s after \($0.after) ms" }
            parts.append("clock: \(told.joined(separator: ", "))")
        }
        if !workerKills.isEmpty {
            parts.append("worker killed \(workerKills.count) times: \(workerKills) ms apart")
        }
        if generation != "current" { parts.append("the \(generation)'s answers") }
        if lapses { parts.append("orders run out at the end") }
        return parts.joined(separator: "; ")
    }
}
