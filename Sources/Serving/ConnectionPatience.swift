/// How long a server waits for a client.
package struct ConnectionPatience: Sendable {
    /// For the complete head of a request: after connecting, and after an answer.
    package var head: Duration
    /// For a complete body, however slowly it arrives.
    package var body: Duration
    /// For the rest of a request that has already been answered: if the connection were closed at
    /// once, the answer could be lost.
    package var rest: Duration
    /// For the other side to accept any part of what it is sent.
    package var stall: Duration

    package init(
        head: Duration, body: Duration, rest: Duration = .seconds(1),
        stall: Duration = .seconds(60)
    ) {
        self.head = head
        self.body = body
        self.rest = rest
        self.stall = stall
    }
}
