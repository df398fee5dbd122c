import Lines
import ProviderEmulator
import Synchronization
import Transport

/// The emulated provider without HTTP, with answers mutated on the way. They are nearly right, so
/// that the whole manager processes them.
final class HostileNetwork: Transport {
    private struct State {
        var emulation: Emulation
        var dice: Dice
    }

    private let state: Mutex<State>
    private let uptime: @Sendable () -> Duration

    init(_ emulation: Emulation, seed: UInt64, uptime: @escaping @Sendable () -> Duration) {
        state = Mutex(
            State(emulation: emulation, dice: Dice(seed: seed, target: "network", index: 0)))
        self.uptime = uptime
    }

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        let path = call.url.split(separator: "/", maxSplits: 2).last ?? ""
        let request = EmulatedRequest(
            method: call.method.rawValue, target: "/" + path, headers: call.headers,
            body: call.body ?? [])
        let uptime = uptime()
        let (outcome, at, dice) = state.withLock { state in
            let (outcome, at) = state.emulation.handle(request, uptime: uptime)
            var dice = Dice(seed: state.dice.next())
            // From time to time somebody sends a message to a number.
            if dice.oneIn(10), let line = state.emulation.lines(uptime: uptime).last {
                let sms = EmulatedSMS(sender: "BANK", text: dice.pick(Hostile.texts))
                _ = state.emulation.deliver(sms, to: line.number, uptime: uptime)
            }
            return (outcome, at, dice)
        }
        guard case .answer(let reply) = outcome else {
            throw .answerLost(host: "nowhere", reason: "it was cut off")
        }
        return try Self.spoiled(reply, at, dice)
    }

    private static func spoiled(
        _ reply: EmulatedReply, _ at: Instant, _ dice: Dice
    ) throws(TransportError) -> HTTPReply {
        var dice = dice
        if dice.oneIn(40) { throw .answerLost(host: "nowhere", reason: "by chance") }
        if dice.oneIn(40) { throw .unreachable(host: "nowhere", reason: "by chance") }
        let lines = ["balance \(reply.status)", "Date: \(date(at))"]
        let sample = Array(lines.joined(separator: "\n").utf8) + [10, 10] + reply.body
        guard dice.oneIn(2) else { return Answers(sample).reply }
        return Answers(Answers.spoil(sample, &dice)).reply
    }

    /// Nobody reads the day of the week.
    private static func date(_ instant: Instant) -> String {
        let civil = instant.civil
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "Fri, \(two(civil.day)) \(months[civil.month - 1]) \(civil.year) "
            + "\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second)) GMT"
    }
}
