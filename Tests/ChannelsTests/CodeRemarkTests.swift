import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// What a receiver is told of a code.
@Suite("A forwarded code") struct CodeRemarkTests {
    private func delivery(
        after age: Duration, validFor left: Duration? = nil, isGuess: Bool = false
    ) -> Delivery {
        var message = Sample.message()
        message.codeConfidence = isGuess ? "likely" : "certain"
        var delivery = Sample.delivery(message: nil)
        delivery.now = Sample.received + age
        message.codeValidUntil = left.map { RFC3339(wrappedValue: delivery.now + $0) }
        delivery.message = message
        return delivery
    }

    @Test func `has its age and what is left`() {
        #expect(delivery(after: .seconds(59)).codeRemark == nil)
        #expect(delivery(after: .minutes(5)).codeRemark == "The code is 5 minutes old.")
        #expect(
            delivery(after: .seconds(2), validFor: .minutes(10)).codeRemark
                == "The code is valid for another 10 minutes.")
        #expect(
            delivery(after: .minutes(5), validFor: .minutes(10)).codeRemark
                == "The code is 5 minutes old and valid for another 10 minutes.")
        #expect(
            delivery(after: .minutes(5), validFor: .zero - .minutes(2)).codeRemark
                == "The code ran out 2 minutes ago.")
        #expect(Sample.delivery(message: nil).codeRemark == nil)
    }

    @Test func `is in the title of a notice, a guess with a question mark`() async throws {
        let transport = ScriptedTransport(status: 200)
        let channel = make(NtfySettings(topic: "t"), over: transport)
        for isGuess in [false, true] {
            _ = try await channel.deliver(
                delivery(after: .minutes(5), validFor: .minutes(10), isGuess: isGuess))
        }
        let notices = try transport.calls.map { try jsonObject($0.body ?? []) }
        #expect(
            notices.map { $0["title"] as? String }
                == ["123456 MYBANK → bank", "123456? MYBANK → bank"])
        #expect(
            notices.first?["message"] as? String
                == "Code 123456\n\nThe code is 5 minutes old and valid for another 10 minutes.")
    }

    @Test func `comes with its confidence and its end in the document`() throws {
        let document = try jsonObject(
            Envelope(delivery(after: .zero, validFor: .minutes(10), isGuess: true)).json)
        let message = try #require(document["message"] as? [String: Any])
        #expect(message["code"] as? String == "123456")
        #expect(message["code_confidence"] as? String == "likely")
        #expect(message["code_valid_until"] as? String == "2025-10-09T09:03:20Z")
        #expect(message["code_for"] == nil)
    }
}
