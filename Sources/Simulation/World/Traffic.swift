import Lines
import ProviderEmulator
import VirtualTime

/// All senders of messages to the person's lines.
struct Traffic {
    let life: Life
    let chance: Chance

    func run() async {
        while !Task.isCancelled {
            let pause = chance.wait(mean: life.scenario.betweenMessages)
            guard (try? await life.executor.sleep(pause)) != nil else { return }
            if !life.isCalm { await send() }
        }
    }

    /// Services that send the requested codes: other senders would hardly ever hit a line that is
    /// held only for minutes.
    func answer(at provider: SimulatedProvider) async {
        while !Task.isCancelled {
            guard (try? await life.executor.sleep(chance.wait(mean: .minutes(5)))) != nil else {
                return
            }
            let waiting = provider.lines().filter { $0.state == "waiting" && $0.canReceive }
            guard !life.isCalm, !waiting.isEmpty, chance.happens(0.5) else { continue }
            await send(to: chance.one(of: waiting), at: provider)
        }
    }

    private func send() async {
        let provider = chance.one(of: life.providers)
        let open = provider.lines().filter { line in
            line.kind == .rental
                ? line.state == "active"
                : line.state == "waiting" && line.canReceive
        }
        guard !open.isEmpty else { return }
        await send(to: chance.one(of: open), at: provider)
    }

    private func send(to line: EmulatedLine, at provider: SimulatedProvider) async {
        let burst = line.kind == .rental && chance.happens(0.2) ? 1 + chance.below(6) : 1
        for _ in 0..<burst {
            let sms = write()
            let delivery = provider.deliver(sms, to: line.number)
            life.diary.note(
                "SMS to \(line.id) (\(line.number)): \(sms.text)"
                    + (delivery?.lostBecause.map { " — lost: \($0)" } ?? ""))
            if chance.happens(0.5) {
                let pause = chance.wait(mean: .seconds(3))
                guard (try? await life.executor.sleep(pause)) != nil else { return }
            }
        }
        // The same text again later, which is another message nevertheless.
        if line.kind == .rental, chance.happens(0.1),
            (try? await life.executor.sleep(.seconds(5))) != nil
        {
            let last = provider.lines().first { $0.id == line.id }?.sent.last
            if let last { _ = provider.deliver(last.sms, to: line.number) }
        }
    }

    /// Every text is unique, so that it can be followed.
    private func write() -> EmulatedSMS {
        let number = life.countMessage()
        let sender = chance.one(of: ["MYBANK", "Signal", "+447700900123", ""])
        let text =
            chance.happens(0.7)
            ? "m\(number): your code is \(100_000 + chance.below(900_000)). Do not share it"
            : "m\(number): see you at eight \u{1F44B} ~/{}'\"; DROP"
        return EmulatedSMS(sender: sender, text: text)
    }
}
