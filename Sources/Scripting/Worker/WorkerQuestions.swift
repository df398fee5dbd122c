import Lines

/// Answers the questions of running scripts: itself if it can, otherwise by asking the manager over
/// the socket and waiting.
final class WorkerQuestions {
    private let socket: WorkerSocket

    init(socket: WorkerSocket) {
        self.socket = socket
    }

    /// An encoded value for an encoded question.
    func answer(_ bytes: [UInt8]) -> [UInt8] {
        var reader = WireReader(bytes)
        guard let question = try? reader.value() else { return WireWriter.encode(.null) }
        switch question["verb"]?.text {
        case "suggest":
            let names = question["names"]?.items?.compactMap(\.text) ?? []
            return WireWriter.encode(
                .string(suggestion(for: question["word"]?.text ?? "", among: names)))
        case "date":
            let instant = Instant(milliseconds: question["milliseconds"]?.whole ?? 0)
            return WireWriter.encode(.string(instant.rfc3339))
        default:
            socket.send(Frame(.query, bytes))
            let frame = socket.receive()
            return frame.verb == .answer ? Array(frame.payload) : WireWriter.encode([:])
        }
    }
}
