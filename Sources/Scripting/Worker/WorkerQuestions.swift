import Lines

/// Answers the questions of running scripts: itself if it can, otherwise by asking the manager over
/// the socket and waiting.
final class WorkerQuestions {
    private let socket: WorkerSocket
    private var clock = WorkerClock()

    init(socket: WorkerSocket) {
        self.socket = socket
    }

    /// Sets the zone in which scripts' times are meant.
    func set(_ zone: LocalZone) { clock.zone = zone }

    /// An encoded value for an encoded question.
    func answer(_ bytes: [UInt8]) -> [UInt8] {
        var reader = WireReader(bytes)
        guard let question = try? reader.value() else { return WireWriter.encode(.null) }
        switch question["verb"]?.text {
        case "suggest":
            let names = question["names"]?.items?.compactMap(\.text) ?? []
            return WireWriter.encode(
                .string(suggestion(for: question["word"]?.text ?? "", among: names)))
        case "date", "clock", "seconds", "time", "schedule":
            return WireWriter.encode(clock.answer(question, find: zone))
        default: return askManager(bytes)
        }
    }

    private func zone(named name: String) -> LocalZone? {
        let bytes = askManager(WireWriter.encode(["verb": "zone", "name": .string(name)]))
        var reader = WireReader(bytes)
        return (try? reader.value())?["value"].flatMap(LocalZone.init)
    }

    private func askManager(_ bytes: [UInt8]) -> [UInt8] {
        socket.send(Frame(.query, bytes))
        let frame = socket.receive()
        return frame.verb == .answer ? Array(frame.payload) : WireWriter.encode([:])
    }
}
