/// Troubles that are there, oldest first; with `all` also those that are over, latest first.
package struct ListAlerts: ControlRequest {
    package static let name = "alerts"
    package typealias Reply = [AlertRecord]
    package var all: Bool
    package init(all: Bool = false) { self.all = all }
}

/// Sends a trial alert where alerts go, and waits for what comes of it.
package struct TestAlert: ControlRequest {
    package static let name = "alerts/test"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package init() {}
}
