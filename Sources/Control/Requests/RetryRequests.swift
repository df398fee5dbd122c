/// Retries a failed action.
package struct RetryActions: ControlRequest {
    package static let name = "retry"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var id: Int64
    package init(id: Int64) { self.id = id }
}

/// Which of the forwards that were given up are meant; all of them if nothing is given.
package struct FailedForwards: Codable, Equatable, Sendable {
    package var channel: String?
    package var line: String?
    /// Only those given up in the last so many seconds.
    package var sinceSeconds: Int?
    package var script: String?
    /// Only up to this action: those given up later were not counted.
    package var upTo: Int64?

    package init() {}
}

/// How many forwards are meant.
package struct CountFailed: ControlRequest {
    package static let name = "retry/count"
    package typealias Reply = FailedCount
    package var forwards: FailedForwards
    package init(forwards: FailedForwards) { self.forwards = forwards }
}

package struct FailedCount: Codable, Equatable, Sendable {
    package var count: Int
    /// The last of them; nil if there is none.
    package var last: Int64?

    package init(count: Int, last: Int64?) {
        self.count = count
        self.last = last
    }
}

/// Sends forwards that were given up again.
package struct RetryFailed: ControlRequest {
    package static let name = "retry/forwards"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var forwards: FailedForwards
    package init(forwards: FailedForwards) { self.forwards = forwards }
}

/// Drops forwards that were given up.
package struct DropFailed: ControlRequest {
    package static let name = "retry/drop"
    package typealias Reply = Done
    package var isQuestion: Bool { false }
    package var forwards: FailedForwards
    package init(forwards: FailedForwards) { self.forwards = forwards }
}
