import Lines
import ProviderEmulator
import Providers
import Randomness
import Transport

/// Posts to the webhook, by providers and by anyone who finds the address, and messages on a feed.
enum Pushes {
    private static let names = [
        "type", "event", "event_type", "data", "order_id", "rental_id", "new_order_id",
        "phone_number", "code", "full_text", "message", "sms_code", "received_at", "test", "status",
        "orderid", "full_sms", "rental_code", "success", "activationId", "rentId", "sms", "text",
        "refunded_amount", "created_at", "id",
    ]

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var body = sample
        if !random.oneIn(4), let json = JSON(parsing: body) {
            body = Array(JSONMutator(names: names).spoiled(json, &random).description.utf8)
        }
        let mutator = ByteMutator(scraps: names.map { "\"\($0)\":" } + ["{", "}", "[", "\\u"])
        return random.oneIn(3) ? mutator.spoiled(body, &random) : body
    }

    static func complaint(_ news: PushNews?) -> String? {
        guard let news else { return nil }
        return news.message.flatMap { Claim.instant($0.receivedAt) }
    }
}

extension Target {
    static let pushes = Target(name: "pushes", inputs: 4000, spoil: Pushes.spoil) { input in
        let key = Secret(Answers.key)
        let transport = OneAnswer(reply: HTTPReply(status: 200, headers: [], body: []))
        let now = Instant(milliseconds: 1_769_947_200_000)
        let signed = VirtualSMS(transport: transport, baseURL: "http://127.0.0.1:1", key: key)
        let told = signed.news(onFeed: String(decoding: input, as: UTF8.self), of: "A")
        if let complaint = Pushes.complaint(told) { return complaint }
        let request = PushRequest(
            headers: [("X-Signature", String(decoding: input.prefix(64), as: UTF8.self))],
            body: input, receivedAt: now)
        do throws(PushRefusal) {
            _ = try signed.news(request, secret: "whsec")
            return "a stranger was believed"
        } catch {}
        let unsigned: [any Provider] = [
            SMSPool(transport: transport, key: key),
            HandlerAPI(transport: transport, baseURL: "http://127.0.0.1:1", key: key),
        ]
        for account in unsigned {
            for news in (try? account.news(request, secret: nil)) ?? [] {
                if news.message != nil { return "an unsigned call brought a message" }
                if let id = news.providerID, id.utf8.count > 64 { return "an id is too long" }
            }
        }
        return nil
    }
}
