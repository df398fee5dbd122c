import Lines
import Providers

/// Samples of every dialect. Those of Twilio and Vonage are their makers' own, with the signatures
/// they give for them; the others publish none, so theirs were made with another program.
extension SignedPost {
    static let all = gateway + forwarder + textbee + twilio + telnyx + vonage + own

    private static func message(
        _ text: String, from sender: String?, at time: String? = nil, to number: String? = nil
    ) -> PostedMessage {
        PostedMessage(
            id: "",
            message: ReceivedMessage(
                text: text, sender: sender, receivedAt: time.flatMap { Instant(rfc3339: $0) }),
            number: number)
    }

    private static let gateway = [
        SignedPost(
            name: "SMS Gateway, newer fields", dialect: .smsGateway, key: "testkey1",
            headers: [
                ("X-Timestamp", "1771304400"),
                (
                    "X-Signature",
                    "d116fb80971179442303d06be8f7095da7d58c649b1f78c1e71b218b2371e1b7"
                ),
            ],
            body:
                #"{"deviceId":"device-id","event":"sms:received","id":"webhook-event-id","payload":{"messageId":"abc123","message":"Hello World","sender":"+9998887777","recipient":"+1112223333","phoneNumber":"+9998887777","simNumber":1,"receivedAt":"2026-02-17T12:00:00.000+07:00"},"webhookId":"webhook-id"}"#,
            message: message("Hello World", from: "+9998887777", at: "2026-02-17T05:00:00Z")),
        SignedPost(
            name: "SMS Gateway, older fields", dialect: .smsGateway, key: "testkey1",
            headers: [
                ("X-Timestamp", "1719045971"),
                (
                    "X-Signature",
                    "bbbe7db88c1e4d5dd0e35c5a89f607d79acc047c9ff9ea412e3a307430fb5496"
                ),
            ],
            body:
                #"{"deviceId":"ffffffffceb0b1db0000018e937c815b","event":"sms:received","id":"Ey6ECgOkVVFjz3CL48B8C","payload":{"messageId":"abc123","message":"Android is always a sweet treat!","phoneNumber":"6505551212","simNumber":1,"receivedAt":"2024-06-22T15:46:11.000+07:00"},"webhookId":"<unique-id>"}"#,
            message: message(
                "Android is always a sweet treat!", from: "6505551212",
                at: "2024-06-22T08:46:11Z")),
    ]

    private static let forwarder = [
        SignedPost(
            name: "SmsForwarder, a form", dialect: .smsForwarder, key: "SECabc",
            body:
                "from=%2B8613800000000&content=Code+123456&timestamp=1719045971000"
                + "&sign=9wDGP4WsUXobNxuE1DBLI5ReJ0VF%252BX0iE3v2pOXbzFY%253D",
            message: message("Code 123456", from: "+8613800000000", at: "2024-06-22T08:46:11Z")),
        SignedPost(
            name: "SmsForwarder, a query", dialect: .smsForwarder, key: "SECabc",
            query: "from=X&org_content=Code+123456&content=no&timestamp=1719045971000"
                + "&sign=9wDGP4WsUXobNxuE1DBLI5ReJ0VF+X0iE3v2pOXbzFY=",
            message: message("Code 123456", from: "X", at: "2024-06-22T08:46:11Z")),
        SignedPost(
            name: "SmsForwarder, JSON", dialect: .smsForwarder, key: "SECabc",
            body:
                #"{"from":"X","text":"Code 123456","timestamp":"1719045971000","sign":"9wDGP4WsUXobNxuE1DBLI5ReJ0VF%2BX0iE3v2pOXbzFY%3D"}"#,
            message: message("Code 123456", from: "X", at: "2024-06-22T08:46:11Z")),
    ]

    private static let textbee = [
        SignedPost(
            name: "textbee", dialect: .textbee, key: "0123456789abcdefghij",
            headers: [
                (
                    "X-Signature",
                    "13397bbd100c5b12db8bfc4a460c2e3a1df559f61e40445335a9267fc70236b5"
                )
            ],
            body:
                #"{"smsId":"65f000000000000000000001","message":"Hello!","deviceId":"65f000000000000000000002","webhookSubscriptionId":"65f000000000000000000003","webhookEvent":"MESSAGE_RECEIVED","idempotencyKey":"0b0123bb-ef2e-468f-908a-c026d51636aa","sender":"+1234567890","receivedAt":"2025-01-15T10:30:00.000Z"}"#,
            message: message("Hello!", from: "+1234567890", at: "2025-01-15T10:30:00Z"))
    ]

    private static let twilio = [
        SignedPost(
            name: "Twilio, another event", dialect: .twilio, key: "12345",
            headers: [("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")],
            body: "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234"
                + "&From=%2B14158675309&To=%2B18005551212"),
        SignedPost(
            name: "Twilio, signed with a port", dialect: .twilio, key: "12345",
            headers: [("X-Twilio-Signature", "kvajT1Ptam85bY51eRf/AJRuM3w=")],
            body: "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234"
                + "&From=%2B14158675309&To=%2B18005551212"),
        SignedPost(
            name: "Twilio, a repeated name", dialect: .twilio, key: "12345",
            headers: [("X-Twilio-Signature", "IK+Dwps556ElfBT0I3Rgjkr1wJU=")],
            body: "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"),
    ]

    private static let telnyx = [
        SignedPost(
            name: "Telnyx", dialect: .telnyx, key: "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",
            headers: [
                ("telnyx-timestamp", "1548267002"),
                (
                    "telnyx-signature-ed25519",
                    "WxBXi4XbsMdYmeFqD3g8YYDQIQXVGg9VGe4Xi03DeyHRlFgOigADrRKt4rJfiGNPB9ZjS9LCguN0sSwb2VASDA=="
                ),
            ],
            body:
                #"{"data":{"event_type":"message.received","id":"bf6307bd-884d-4c1f-b6ea-c62b8c495d3c","occurred_at":"2019-01-23T18:10:02.574Z","payload":{"direction":"inbound","from":{"phone_number":"+18665550001"},"id":"7ee4241c-f127-47e5-9c34-3aac291f8058","text":"Hello, World!","to":[{"phone_number":"+18445550001"}],"type":"SMS"},"record_type":"event"}}"#,
            message: message(
                "Hello, World!", from: "+18665550001", at: "2019-01-23T18:10:02.574Z",
                to: "+18445550001"))
    ]

    private static let vonage =
        [
            ("md5hash", "d2e7b1dc968737c5998ad624e02f90b7"),
            ("md5", "DDEBD46008C2D4E93CCE578A332A52D5"),
            ("sha1", "27D0D05C2876C7CB1720DBCDBA4D492E1E55C09A"),
            ("sha256", "DDB8397C2B90AAC7F3882D306475C9A5058C92322EEF43C92B298B6E0FC0D330"),
            (
                "sha512",
                "E0D3C650F8C9D1A5C174D10DDDBFB003E561F59B265616208B0487C5D819481CD3C311D59CF6165ECD1139622D5BA3A256C0D763AC4A9AD9144B5A426B94FE82"
            ),
        ].map { algorithm, sig in
            SignedPost(
                name: "Vonage, \(algorithm)", dialect: .vonage, key: "my_secret_key_for_testing",
                query: "msisdn=14843472194&to=13239877404&messageId=020000001B0FE827"
                    + "&text=Test+again&type=text&message-timestamp=2013-11-21+15%3A27%3A30"
                    + "&timestamp=1385047698&sig=\(sig)",
                message: message(
                    "Test again", from: "14843472194", at: "2013-11-21T15:27:30Z",
                    to: "13239877404"))
        } + [
            SignedPost(
                name: "Vonage's Messages API", dialect: .vonage, key: "testsecret",
                headers: [
                    (
                        "Authorization",
                        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE1Nzc4ODcyMDAsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6IjczYzYwMTViMDkyZTExOGVjZDlhMDRmNTg5ZTczMTQzNTM0NTlmMmFkN2E2OWZmYzAwMzlmZTA1YWQ5OWNlZGYiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImFwcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi1jY2NjLWRkZGQtMDEyMzQ1Njc4OWFiIn0.0j90IgtSJKWxDoYj-RrDwlw1_y_UYQAHUfKAZuxdbgY"
                    )
                ],
                body:
                    #"{"channel":"sms","message_uuid":"aaaaaaaa-bbbb-cccc-dddd-0123456789ab","to":"447700900000","from":"447700900001","timestamp":"2020-01-01T14:00:00.000Z","message_type":"text","text":"Hello"}"#,
                message: message("Hello", from: "447700900001", at: "2020-01-01T14:00:00Z"))
        ]

    private static let ownBody =
        #"{"text":"Your code is 555123","sender":"X","line":"two","received_at":"2024-06-22T08:46:11Z"}"#

    private static var own: [SignedPost] {
        var post = SignedPost(
            name: "this program's own", dialect: .linekeeper, key: "s3cret",
            headers: [
                ("X-Linekeeper-Timestamp", "1719045971"),
                (
                    "X-Linekeeper-Signature",
                    "sha256=" + hmac("1719045971." + ownBody, "s3cret")
                ),
            ],
            body: ownBody,
            message: message("Your code is 555123", from: "X", at: "2024-06-22T08:46:11Z"))
        post.message?.line = "two"
        return [post]
    }
}
