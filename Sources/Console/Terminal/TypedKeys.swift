/// The keys that were typed and are not used yet, and the wait for more while no line is edited.
struct TypedKeys {
    /// Further keys typed while a command runs are dropped.
    private static let most = 4096
    private static let controlC: UInt8 = 3

    private let input: Descriptor
    private var bytes: [UInt8] = []
    /// Whether the running command has been told that the terminal is gone. The input then stays
    /// readable, so that waiting for it as well would return at once, again and again.
    private var isEndTold = false

    init(from input: Descriptor) {
        self.input = input
    }

    /// Blocks until `queue` may have work, or a key or the end of the terminal came, both of which
    /// can interrupt the running command.
    ///
    /// It waits only once: work that came just before the alarm was reset does not set it off
    /// again, so a second wait could miss it for ever.
    mutating func idle(queue: TerminalQueue) {
        if let interrupt = bytes.lastIndex(of: TypedKeys.controlC) {
            bytes.removeSubrange(...interrupt)
            queue.interrupt()
        }
        let alarm = queue.alarm.descriptor
        let ready = Descriptor.wait(for: isEndTold ? [alarm] : [input, alarm])
        queue.alarm.reset()
        if queue.takeInterrupt() { queue.interrupt() }
        guard ready.contains(input), let typed = input.read() else { return }
        // Nobody is left to see the end of the command if the terminal is gone.
        if typed.isEmpty || typed.contains(TypedKeys.controlC) {
            bytes = []
            isEndTold = typed.isEmpty
            queue.interrupt()
        } else if bytes.count < TypedKeys.most {
            bytes += typed
        }
    }

    /// Reads more keys for the line being edited; false at the end.
    mutating func read() -> Bool {
        // Whatever command comes next has not been told.
        isEndTold = false
        guard let typed = input.read() else { return true }
        bytes += typed
        return !typed.isEmpty
    }

    /// Puts a Ctrl-C in place of the keys, as if it had been typed.
    mutating func replaceWithInterrupt() {
        bytes = [TypedKeys.controlC]
    }

    /// The next character; nil if there is none, or only part of one.
    mutating func takeScalar() -> Unicode.Scalar? {
        guard let first = bytes.first else { return nil }
        let length =
            switch first {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard bytes.count >= length else { return nil }
        let scalar = String(decoding: bytes.prefix(length), as: UTF8.self).unicodeScalars.first
        bytes.removeFirst(length)
        return scalar
    }
}
