import Lines
import Providers
import Testing
import Transport

@Suite struct SMSPoolRefusalTests {
    @Test(arguments: Refusal.document + Refusal.current)
    func `every refusal keeps its meaning and its figures`(_ refusal: Refusal) async {
        let error = await refusal.question.error(HTTPReply(refusal.status, refusal.body))
        #expect(error == refusal.meaning)
    }

    @Test func `a refusal leaves no doubt unless the provider failed`() async {
        for refusal in Refusal.document + Refusal.current
        where Question.payments.contains(refusal.question) {
            let failed = if case .providerFailed = refusal.meaning { true } else { false }
            #expect(refusal.meaning.leavesDoubt == failed, "\(refusal.meaning)")
        }
    }

    @Test func `pools that failed on the way do not make a purchase a refusal`() async throws {
        let bought =
            #"{"success":1,"order_id":"A","number":1234567890,"pools":{"Alpha":{"success":0,"type":"OUT_OF_STOCK","message":"none","errors":[{"message":"none"}]}}}"#
        let order = ActivationOrder(service: "1", country: "1")
        #expect(try await Pool(bought).account.order(order).value.providerID == "A")
    }

    @Test func `success and status must agree before anything counts as done`() async {
        for body in [
            Samples.Document.done, Samples.Current.cancelled, "{}", "[]", #"{"message":"ok"}"#,
        ] {
            for status in [400, 404, 409, 500]
            where body.hasPrefix("{\"success\":1") || status < 404 {
                let error = await Question.cancel.error(HTTPReply(status, body))
                guard case .unrecognised(let reply)? = error else {
                    Issue.record("\(status) \(body): \(String(describing: error))")
                    continue
                }
                #expect(reply.status == status)
            }
        }
    }

    @Test(arguments: [
        (Question.order, #"{"success":1}"#), (.order, Samples.Current.orderToken),
        (.rent, #"{"success":1,"phonenumber":"123456789"}"#), (.cancel, "{}"), (.refund, "[]"),
        (.extend, #"{"message":"ok"}"#), (.resend, "null"), (.status, #"{"success":1}"#),
        (.status, #"{"success":1,"status":{}}"#), (.messages, #"{"success":1}"#),
        (.messages, #"{"success":1,"messages":[7,8]}"#), (.check, #"{"success":1}"#),
        (.active, #"{"success":1,"orders":[]}"#), (.active, #"[{"status":"pending"}]"#),
        (.active, "null"), (.active, #"[{"order_code":"A"},7]"#), (.active, #"{"data":null}"#),
        (.rentals, #"[{"phonenumber":"123456789"}]"#), (.balance, #"{"balance":null}"#),
        (.offer, #"{"price":"free"}"#), (.countries, #"{"success":1,"message":"none"}"#),
        (.order, "7"), (.order, #"{"success":0,"message":"A sentence nobody foresaw."}"#),
        (.order, #"{"success":1,"order_id":"ABC"#), (.order, ""), (.balance, "Forbidden"),
    ])
    func `what nobody foresaw is unrecognised and kept`(_ question: Question, _ body: String) async
    {
        let error = await question.error(HTTPReply(200, body), HTTPReply(200, body))
        guard case .unrecognised(let reply)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reply.excerpt == body)
        #expect(reply.status == 200)
        #expect(error?.leavesDoubt == true)
    }

    @Test func `what is kept of an answer has no key and nothing that drives a terminal`() async {
        let tail = String(repeating: "x", count: 7950)
        let bodies = [
            "\u{1B}]0;\(key)\u{7}\u{202E}\n\(key)", "\(tail)\(key)",
            String(repeating: key, count: 400),
        ]
        for body in bodies {
            guard case .unrecognised(let reply)? = await Question.order.error(HTTPReply(200, body))
            else {
                Issue.record("\(body.prefix(20)) was understood")
                continue
            }
            #expect(!reply.excerpt.contains(key.prefix(8)))
            #expect(reply.excerpt.count <= 500)
            #expect(!reply.excerpt.contains { $0.isControl })
        }
        let long = String(repeating: "0123456789abcdef", count: 5)
        let reader = ReplyReader(operation: "test", key: Secret(long))
        let body = "<" + String(repeating: long, count: 101)
        guard case .unrecognised(let reply) = reader.unrecognised(HTTPReply(200, body)) else {
            return
        }
        #expect(!reply.excerpt.contains("0123"), "half of one, at the end of what is looked at")
        let quoted = await Question.cancel.error(
            HTTPReply(400, #"{"success":0,"message":"Cannot be cancelled with \#(key)\u001b[2J"}"#))
        #expect(quoted == .notCancellable("Cannot be cancelled with ••• [2J"))
    }
}
