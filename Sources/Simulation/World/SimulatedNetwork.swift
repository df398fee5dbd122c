import Lines
import ProviderEmulator
import Transport
import VirtualTime

/// The network of one run of the manager: the present conditions decide what happens to calls
/// between it and the provider's books.
struct SimulatedNetwork: Transport {
    let provider: SimulatedProvider
    let crashSwitch: CrashSwitch
    let chance: Chance
    let diary: Diary
    let bug: InjectedBug?

    func send(
        _ call: HTTPCall, deadline: Duration, limit: Int
    ) async throws(TransportError) -> HTTPReply {
        do {
            let reply = try await exchange(call, deadline: deadline)
            diary.remark(
                "\(call.url) \(String(decoding: call.body ?? [], as: UTF8.self).suffix(60)): "
                    + "\(reply.status) \(String(decoding: reply.body.prefix(160), as: UTF8.self))")
            return reply
        } catch {
            diary.remark("\(call.url): \(error)")
            throw error
        }
    }

    private func exchange(
        _ call: HTTPCall, deadline: Duration
    ) async throws(TransportError) -> HTTPReply {
        guard !crashSwitch.hasCrashed else { throw .cancelled(host: host) }
        provider.noteRequest()
        if let lie = bug?.answer(to: call) { return lie }
        let conditions = provider.conditions
        if conditions.outage == .unreachable {
            try await pass(chance.between(.milliseconds(1), .seconds(3)))
            throw .unreachable(host: host, reason: "no route to host")
        }
        if conditions.outage == .silence || chance.happens(conditions.lossThere) {
            try await pass(chance.happens(0.3) ? .milliseconds(80) : deadline)
            throw .answerLost(host: host, reason: "nothing came back")
        }
        do {
            try await pass(delay(conditions))
        } catch {
            // It was on its way already, and the end of the sender does not stop it.
            if chance.happens(0.5) { _ = arrive(call) }
            throw error
        }
        let (outcome, at) = arrive(call)
        if chance.happens(conditions.lossBack) {
            try await pass(chance.happens(0.3) ? .milliseconds(80) : deadline)
            throw .answerLost(host: host, reason: "the connection was reset")
        }
        let back = delay(conditions)
        guard back < deadline else {
            try await pass(deadline)
            throw .answerLost(host: host, reason: "it took too long")
        }
        try await pass(back)
        switch outcome {
        case .answer(let reply), .slow(let reply): return read(reply, at)
        case .truncated: throw .answerLost(host: host, reason: "the answer broke off")
        case .reset, .hang: throw .answerLost(host: host, reason: "the connection was reset")
        }
    }

    private var host: String { "\(provider.account.name).test" }

    private func delay(_ conditions: NetworkConditions) -> Duration {
        conditions.outage == .slowness
            ? chance.between(.seconds(5), .seconds(45))
            : .milliseconds(20) + chance.wait(mean: .milliseconds(60))
    }

    private func arrive(_ call: HTTPCall) -> (outcome: EmulatedOutcome, at: Instant) {
        if bug?.doubles(call) ?? false {
            _ = carryOut(call)
        }
        return carryOut(call)
    }

    private func carryOut(_ call: HTTPCall) -> (outcome: EmulatedOutcome, at: Instant) {
        let path = call.url.dropFirst("http://\(host)".count)
        return provider.handle(
            EmulatedRequest(
                method: call.method.rawValue, target: String(path), headers: call.headers,
                body: call.body ?? []),
            for: .manager)
    }

    private func read(_ reply: EmulatedReply, _ at: Instant) -> HTTPReply {
        HTTPReply(
            status: reply.status,
            headers: reply.headers
                + [("Date", ProviderEmulator.HTTPDate.text(at + provider.conditions.dateError))],
            body: reply.body)
    }

    private func pass(_ duration: Duration) async throws(TransportError) {
        do {
            try await crashSwitch.sleep(duration)
        } catch {
            throw .cancelled(host: host)
        }
    }
}
