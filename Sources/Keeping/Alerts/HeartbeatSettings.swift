import Lines
package import Transport

/// Which service is told at regular times that all is well, and how.
package struct HeartbeatSettings: Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case get, head, post
    }

    /// A secret: whoever has it can say that all is well.
    package var url: Secret
    package var every = Duration.minutes(5)
    package var timeout = Duration.seconds(10)
    package var method = Method.get
    /// The way to the server.
    package var network = NetworkChoice()

    package init(url: Secret) { self.url = url }
}
