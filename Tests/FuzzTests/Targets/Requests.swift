import Lines
import Randomness

@testable import Scripting

/// Requests from the manager to the worker, read by the worker's C and Lua.
///
/// Runs code in this process that otherwise runs in a confined one, so that memory errors are
/// detected. A corpus entry is `VERB NAME JSON`.
enum Requests {
    private static let mutator = ByteMutator(scraps: ["\u{7}\u{1}\u{0}\u{0}\u{0}", "\u{6}"])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let words = sample.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard words.count == 3 else { return mutator.spoiled(sample, &random) }
        var value = WireValue.parse(words[2])
        for _ in 0..<random.count(upTo: 6) { value = WireValue.changed(value, &random) }
        if random.oneIn(4), case .table(var fields) = value, let source = fields["source"]?.text {
            let spoiled = LuaText.spoil(Array(source.utf8), &random)
            fields["source"] = .string(String(decoding: spoiled, as: UTF8.self))
            value = .table(fields)
        }
        let verb: Frame.Verb =
            switch String(decoding: words[0], as: UTF8.self) {
            case "load": .load
            case "run": .run
            case "configure": .configure
            default: .unload
            }
        let name = ScriptValue.string(String(decoding: words[1], as: UTF8.self))
        let names = ScriptValue.array(random.oneIn(2) ? [name] : [name, "10-test.lua", name])
        var payload = WireWriter.encode(verb == .run ? names : name)
        payload += WireWriter.encode(value)
        if random.oneIn(3) { payload = mutator.spoiled(payload, &random) }
        return [verb.rawValue] + payload
    }

    /// A worker without a process. It has loaded one script, which uses every field it gets.
    static func worker() throws(WireError) -> WorkerRequests {
        var limits = ScriptLimits()
        limits.soft = .milliseconds(500)
        let requests = WorkerRequests(
            limits: limits, questions: WorkerQuestions(socket: WorkerSocket(descriptor: -1)))
        let fields: ScriptValue = [
            "name": "10-test.lua", "source": .string(script), "memory": [:],
            "now": 1_769_947_200_000,
        ]
        let loading = WireWriter.encode("10-test.lua") + WireWriter.encode(fields)
        try requests.carryOut(Frame(.load, loading)) { _ in }
        return requests
    }

    private static let script = """
        function on_message(message)
          keeper.tag(message.sender, tostring(message.text))
          for key, value in pairs(message) do keeper.remember("k" .. tostring(key), value) end
          keeper.forward("desk", { title = message.sender, text = message.text })
          if message.line then keeper.label(message.line.id, message.line.label) end
        end
        function on_line(event) keeper.after("10m", event.kind, event) end
        function on_timer(name, data) keeper.log(name, data) keeper.after("1h", name, data) end
        """
}

extension Target {
    static let requests = Target(name: "requests", inputs: 1500, spoil: Requests.spoil) { input in
        Alarm.install()
        guard let frame = Frame(body: input), let worker = try? Requests.worker() else {
            return nil
        }
        var complaint: String?
        try? worker.carryOut(frame) { payload in
            if let reply = try? WorkerReply(payload: payload[...]) {
                complaint = complaint ?? Wire.complaint(of: reply)
            } else {
                complaint = "the worker's own reply cannot be read"
            }
        }
        return complaint
    }
}

/// The signal that stops scripts that run too long, as in the worker.
enum Alarm {
    private static let once: Int32 = installAlarm()

    static func install() { precondition(once == 0) }
}

@_silgen_name("clua_prepare") private func installAlarm() -> Int32
