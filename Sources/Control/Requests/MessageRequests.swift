/// Stored messages, newest first.
package struct ListMessages: ControlRequest {
    package static let name = "inbox"
    package typealias Reply = [MessageRecord]
    package var line: String?
    /// Only those stored in the last `sinceSeconds` seconds.
    package var sinceSeconds: Int?
    /// Words that must all occur in text or sender.
    package var words: String?
    package var sender: String?
    package var route: String?
    package var tag: String?
    package var limit: Int

    package init(limit: Int = 50) { self.limit = limit }
}

package struct ShowMessage: ControlRequest {
    package static let name = "message"
    package typealias Reply = MessageRecord
    package var id: Int64

    package init(id: Int64) { self.id = id }
}

/// Stores a message that `receive` left in the home's spool.
package struct TakeInMessage: ControlRequest {
    package static let name = "receive"
    package typealias Reply = TakenInRecord
    package var isQuestion: Bool { false }
    /// The name of its file.
    package var file: String

    package init(file: String) { self.file = file }
}

/// What became of it.
package struct TakenInRecord: Codable, Equatable, Sendable {
    package var isStored: Bool
    /// The line, if it is known.
    package var line: Int64?
    /// A sentence; for a message that waits it says why.
    package var message: String

    package init(isStored: Bool, line: Int64? = nil, message: String) {
        self.isStored = isStored
        self.line = line
        self.message = message
    }
}

/// Why a message went where it did.
package struct ExplainMessage: ControlRequest {
    package static let name = "explain"
    package typealias Reply = Explanation
    package var id: Int64

    package init(id: Int64) { self.id = id }
}
