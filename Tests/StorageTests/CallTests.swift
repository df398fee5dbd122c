import Lines
import Storage
import Testing
import TestSupport

/// Codes that come by telephone.
@Suite("Calls") struct CallTests {
    @Test func `a call is stored as a call, and an SMS as an SMS`() throws {
        var looked = try LookedAt(.activation)
        var call = ReceivedMessage(text: "Your code is 4829", sender: "+4930123456")
        call.kind = .call
        let sms = ReceivedMessage(text: "Your code is 5555", sender: "BANK")
        try looked.look([call, sms])
        #expect(try looked.stored.map(\.kind) == [.call, .sms])
        #expect(try looked.stored.allSatisfy { $0.tags.isEmpty })
    }
}
