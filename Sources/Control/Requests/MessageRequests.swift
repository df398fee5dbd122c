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

/// Why a message went where it did.
package struct ExplainMessage: ControlRequest {
    package static let name = "explain"
    package typealias Reply = Explanation
    package var id: Int64

    package init(id: Int64) { self.id = id }
}
