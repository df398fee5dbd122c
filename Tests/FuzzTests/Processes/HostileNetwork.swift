import Lines
import ProviderEmulator
import Randomness
import Synchronization
import Transport

/// The emulated provider without HTTP, with answers mutated on the way. They are nearly right, so
/// that the whole manager processes them.
final class HostileNetwork: Transport {
    private struct State {
        var emulation: Emulation
        var random: SeededRandom
    }

    private let state: Mutex<State>
    private let uptime: @Sendable () -> Duration

    init(_ emulation: Emulation, seed: UInt64, uptime: @escaping @Sendable () -> Duration) {
        state = Mutex(
            State(
                emulation: emulation, random: SeededRandom(seed: seed, target: "network", index: 0))
        )
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
        let (outcome, at, random) = state.withLock { state in
            let (outcome, at) = state.emulation.handle(request, uptime: uptime)
            var random = SeededRandom(seed: state.random.next())
            // Somebody writes to a number now and then.
            if random.oneIn(10), let line = state.emulation.lines(uptime: uptime).last {
                let sms = EmulatedSMS(sender: "BANK", text: random.pick(Hostile.texts))
                _ = state.emulation.deliver(sms, to: line.number, uptime: uptime)
            }
            return (outcome, at, random)
        }
        guard case .answer(let reply) = outcome else {
            throw .answerLost(host: "nowhere", reason: "it was cut off")
        }
        return try Self.spoiled(reply, at, random)
    }

    private static func spoiled(
        _ reply: EmulatedReply, _ at: Instant, _ random: SeededRandom
    ) throws(TransportError) -> HTTPReply {
        var random = random
        if random.oneIn(40) { throw .answerLost(host: "nowhere", reason: "by chance") }
        if random.oneIn(40) { throw .unreachable(host: "nowhere", reason: "by chance") }
        let lines = ["balance \(reply.status)", "Date: \(ProviderEmulator.HTTPDate.text(at))"]
        let sample = Array(lines.joined(separator: "\n").utf8) + [10, 10] + reply.body
        guard random.oneIn(2) else { return Answers(sample).reply }
        return Answers(Answers.spoil(sample, &random)).reply
    }
}
