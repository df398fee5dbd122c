import Lines

/// The only call that fetches messages.
extension SMS1001Emulator {
    /// `/activations/check`: all messages in the document's generation, only new ones in the
    /// current one.
    mutating func check(
        _ request: EmulatedRequest, at now: Instant
    ) throws(SMS1001Refusal) -> JSON {
        let index = try orderIndex(in: request)
        let isOpen = orders[index].end == nil
        let known = isOpen ? orders[index].fetch() : 0
        let order = orders[index]
        let shown = messages(of: order).dropFirst(generation == .current ? known : 0)
        return [
            "hasMessage": .bool(!shown.isEmpty), "messages": .array(Array(shown)),
            "status": .string(order.status(at: now, in: generation)),
            "providerStatus": .string(
                order.hasMessage ? "RECEIVED" : isOpen ? "WAITING" : "CANCELLED"),
        ]
    }
}
