/// The unit of communication between manager and worker: a length of four bytes, a verb and its
/// payload.
///
/// Both sides refuse an excessive length before allocating memory, so that neither can exhaust the
/// other's.
struct Frame {
    enum Verb: UInt8 {
        /// To the worker: a name and a request, answered by `reply`.
        case load = 1
        case unload
        /// To the worker: names and a request. Each script gets a `reply` of its own, in order, up
        /// to the first that stops the message.
        case run
        case configure
        /// To the worker: the limits, once, as the first frame.
        case limits
        /// To the worker: the answer to its `query`.
        case answer
        /// To the worker: the name of a loaded script and a line of Lua to evaluate beside it.
        case evaluate
        /// To the worker: a file of tests to load under a name; `run` then runs one of them.
        case tests
        /// To the worker: a text, answered with the lines that hold code.
        case outline
        /// To the manager: confined and ready for work.
        case ready = 64
        /// To the manager: confinement failed, and why.
        case refused
        case reply
        /// To the manager, during a run: a question of the script.
        case query
    }

    var verb: Verb
    var payload: ArraySlice<UInt8>

    /// The maximum length of verb and payload in bytes: a message of a million characters, of up to
    /// four bytes each, with all that is said beside it.
    static let longest = 5 << 20

    init(_ verb: Verb, _ payload: some Collection<UInt8>) {
        self.verb = verb
        self.payload = Array(payload)[...]
    }

    /// Nil if the bytes are not a frame.
    init?(body: [UInt8]) {
        guard let first = body.first, let verb = Verb(rawValue: first) else { return nil }
        self.verb = verb
        payload = body.dropFirst()
    }

    /// Nil if it is too long to send.
    var bytes: [UInt8]? {
        let count = payload.count + 1
        guard count <= Frame.longest else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 4)
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: count >> shift))
        }
        bytes.append(verb.rawValue)
        bytes.append(contentsOf: payload)
        return bytes
    }

    /// The length in a header; nil if no frame can have it.
    static func length(_ header: some Collection<UInt8>) -> Int? {
        let count = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        return (1...longest).contains(count) ? count : nil
    }
}
