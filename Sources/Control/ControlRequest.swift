/// A request to the manager, with the type of its answer.
///
/// Each is a `POST /v1/NAME` on the control socket with the request as JSON. The type is the only
/// description of the operation: the server registers it, the console sends it, and any other
/// program can write the same JSON.
package protocol ControlRequest: Codable, Sendable {
    associatedtype Reply: Codable & Sendable

    /// The last part of the path.
    static var name: String { get }

    /// Whether it may cost or return money, now or later: a lost answer then leaves a doubt.
    var movesMoney: Bool { get }
    /// Whether it only reads: a lost answer then has no consequences.
    var isQuestion: Bool { get }
}

extension ControlRequest {
    package var movesMoney: Bool { false }
    package var isQuestion: Bool { true }
}

/// Why the manager did not carry out a request.
package struct ControlFailure: Error, Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// Refused or failed.
        case failed
        /// The request is invalid.
        case usage
        /// No manager answers on this home's socket.
        case unreachable = "no_manager"
        /// A paid call was made and its outcome is unknown.
        case doubt
        /// Carried out, but for more than the agreed price.
        case dearer
        /// This offer cannot be had; another may.
        case unavailable
        /// No code came in the time that was given.
        case noCode = "no_code"
    }

    package var kind: Kind
    /// A sentence for a person that says what to do.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The exit code of the process: 1 failed, 2 usage, 3 no manager reachable, 4 doubt, 5 done at
    /// a higher price.
    package var exitCode: Int32 {
        switch kind {
        case .failed, .unavailable, .noCode: 1
        case .usage: 2
        case .unreachable: 3
        case .doubt: 4
        case .dearer: 5
        }
    }
}

extension ControlFailure: CustomStringConvertible {
    package var description: String { message }
}

/// An answer that consists of a sentence.
package struct Done: Codable, Equatable, Sendable {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}
