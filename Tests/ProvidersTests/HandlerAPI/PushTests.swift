import Providers
import Testing

/// Unsigned pushes: they cause a look and nothing else.
@Suite struct PushTests {
    @Test(arguments: [
        (
            #"{"activationId":123456,"service":"go","text":"Your code","code":"12345","country":2,"receivedAt":"2023-01-01 12:00:00"}"#,
            HandlerAPIPush.activation("123456")
        ),
        (
            #"{"activationId":"0191-ab","service":"go","text":"x","code":null,"receivedAt":""}"#,
            .activation("0191-ab")
        ),
        (
            #"{"rentId":"26251422","sms":{"phoneFrom":"bank","text":"hi","date":"2023-01-01 12:00:00"}}"#,
            .rental("26251422")
        ),
        (
            #"{"service":"wa","text":"Your code 123","code":"123","receivedAt":"2024-01-01T12:00:00Z"}"#,
            .unnamed(service: "wa")
        ),
        (#"{"text":"x","receivedAt":"now"}"#, .unnamed(service: nil)),
    ])
    func `handler_api names the line`(_ body: String, _ push: HandlerAPIPush) {
        #expect(HandlerAPIPush.read(body: Array(body.utf8)) == push)
    }

    @Test(arguments: [
        (
            #"{"orderid":"ABCDEFG","sms":"00000","full_sms":"full SMS","timestamp":1700000000}"#,
            SMSPoolPush.order("ABCDEFG")
        ),
        (
            #"{"rental_code":"QRXW","phonenumber":"123","full_sms":"hi","timestamp":"x"}"#,
            .rental("QRXW")
        ),
        (
            #"{"rental_code":"QRXW","phonenumber":"123","success":1,"timestamp":1}"#,
            .autoExtended("QRXW", succeeded: true)
        ),
        (
            #"{"rental_code":"QRXW","phonenumber":"123","success":false}"#,
            .autoExtended("QRXW", succeeded: false)
        ),
        (#"{"rental_code":"QRXW","success":1,"full_sms":"hi"}"#, .rental("QRXW")),
    ])
    func `SMSPool names the line`(_ body: String, _ push: SMSPoolPush) {
        #expect(SMSPoolPush.read(body: Array(body.utf8)) == push)
    }

    @Test(arguments: [
        "", "{}", "[]", "7", "null", "<html>", "{\"activationId\":\"a b\"}",
        #"{"activationId":"../x"}"#, #"{"rentId":"a\nb"}"#, #"{"orderid":"\u001b[31m"}"#,
        #"{"service":"wa"}"#, #"{"text":"x"}"#, #"{"orderid":{}}"#,
    ])
    func `anything else is no push`(_ body: String) {
        #expect(HandlerAPIPush.read(body: Array(body.utf8)) == nil)
        #expect(SMSPoolPush.read(body: Array(body.utf8)) == nil)
    }

    @Test func `a text longer than any is no push`() {
        let long = #"{"activationId":1,"text":""# + String(repeating: "x", count: 1 << 20) + "\"}"
        #expect(HandlerAPIPush.read(body: Array(long.utf8)) == nil)
        #expect(SMSPoolPush.read(body: Array(long.utf8)) == nil)
    }
}
