import Randomness

@testable import Scripting

/// Frames that a worker sends to the manager after scripts have taken it over.
///
/// A corpus entry is `VERB JSON`; mutated, it becomes the bytes of frames.
enum Wire {
    private static let mutator = ByteMutator(scraps: ["\u{0}\u{0}\u{0}\u{0}", "\u{7}", "\u{6}"])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let word = sample.prefix { $0 != UInt8(ascii: " ") }
        var value = WireValue.parse(sample.dropFirst(word.count + 1))
        for _ in 0..<random.count(upTo: 6) { value = WireValue.changed(value, &random) }
        var payload = WireWriter.encode(value)
        if word.elementsEqual("reply".utf8) {
            let outcome = UInt8(random.oneIn(3) ? random.roll(9) : 0)
            let texts = (0..<3).map { _ in ScriptValue.string(random.pick(Hostile.texts)) }
            payload = [outcome] + texts.flatMap { WireWriter.encode($0) } + payload
        }
        if random.oneIn(3) { payload = mutator.spoiled(payload, &random) }
        let verb: Frame.Verb = word.elementsEqual("query".utf8) ? .query : .reply
        var bytes = Frame(verb, payload).bytes ?? []
        if random.oneIn(8) { bytes = mutator.spoiled(bytes, &random) }
        return bytes
    }

    /// The frame of a successful run with one decision.
    static func reply(_ decision: ScriptValue) -> [UInt8] {
        let texts = [ScriptValue](repeating: "", count: 3).flatMap { WireWriter.encode($0) }
        let value = WireWriter.encode(["found": true, "decisions": [decision]])
        return Frame(.reply, [WorkerReply.Outcome.done.rawValue] + texts + value).bytes ?? []
    }

    /// Reads the first frame, as the supervisor does.
    static func frame(_ bytes: inout ArraySlice<UInt8>) -> Frame? {
        guard bytes.count >= 4, let length = Frame.length(bytes.prefix(4)) else { return nil }
        let body = Array(bytes.dropFirst(4).prefix(length))
        guard body.count == length else { return nil }
        bytes = bytes.dropFirst(4 + length)
        return Frame(body: body)
    }

    static func complaint(of reply: WorkerReply) -> String? {
        let failure = ScriptFailure(script: "10-test.lua", reply)
        if failure.description.isEmpty { return "a failure says nothing" }
        let report = RunReport(script: "10-test.lua", completed: reply)
        for decision in report.decisions {
            switch decision {
            case .extend(_, let days) where !(1...3650).contains(days):
                return "an extension by \(days) days"
            case .after(let timer)
            where !(0...316_224_000_000).contains(timer.delayMilliseconds):
                return "a timer in \(timer.delayMilliseconds) ms"
            case .forward(let forward) where !(1...5).contains(forward.priority ?? 1):
                return "a priority of \(forward.priority ?? 0)"
            default: break
            }
            if decision.description.isEmpty { return "a decision says nothing" }
        }
        if report.failure != nil, !report.decisions.isEmpty { return "a failed run decided" }
        return nil
    }
}

extension Target {
    static let wire = Target(name: "wire", inputs: 6000, spoil: Wire.spoil) { input in
        var rest = input[...]
        while let frame = Wire.frame(&rest) {
            var reader = WireReader(frame.payload)
            if let value = try? reader.value() {
                // A decoded value can be encoded, and is then decoded to the same value.
                let bytes = WireWriter.encode(value)
                var again = WireReader(bytes)
                guard let same = try? again.value(), WireWriter.encode(same) == bytes else {
                    return "a value does not come back"
                }
            }
            if let reply = try? WorkerReply(payload: frame.payload),
                let complaint = Wire.complaint(of: reply)
            {
                return complaint
            }
        }
        return nil
    }
}
