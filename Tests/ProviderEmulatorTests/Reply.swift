import Lines
import ProviderEmulator
import TestSupport

/// An answer as a client sees it.
struct Reply {
    var status: Int
    var text: String

    var json: JSON { JSON(parsing: text.utf8) ?? .null }
}

extension Reply: Equatable {
    init(_ status: Int, _ text: String) {
        self.init(status: status, text: text)
    }
}

extension InProcessEmulator {
    mutating func send(_ request: EmulatedRequest) -> Reply {
        let reply = answer(request)
        return Reply(status: reply.status, text: reply.text)
    }
}

/// A time as a test writes it down.
func moment(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: 0) }
