import Lines
import Testing
import TestSupport

@testable import ProviderEmulator

/// Webhooks entered on a website: who is called, how often, and with what.
@Suite struct `A webhook entered on a website` {
    private let url = "http://127.0.0.1:9/push"
    private let start = moment("2024-01-06T17:37:53Z")

    /// Whom a provider calls by `now`, and records the answer to each.
    private func calls(
        _ provider: inout some EmulatedProvider, status: Int?, at now: Instant
    ) -> [JSON] {
        let due = provider.dueWebhookCalls(at: now)
        for call in due { provider.recordWebhookCall(call.id, status: status, at: now) }
        return due.compactMap { JSON(parsing: $0.body) }
    }

    @Test func `SMSPool calls about orders, rentals and automatic extensions`() throws {
        var desk = SMSPoolInProcessEmulator(.current, balance: "200.00")
        let isTaken = desk.provider.setWebhook(url)
        #expect(isTaken)
        let order = try desk.order()
        let rental = try desk.rent(24, days: 7)
        desk.sms("Your code is 482913", to: order)
        desk.sms("482 913", to: rental)
        var bodies = calls(&desk.provider, status: 200, at: desk.now)
        #expect(
            bodies.map { $0["orderid"]?.text ?? $0["rental_code"]?.text } == [order.id, rental.id])
        #expect(bodies[0]["sms"]?.text == "482913")
        #expect(bodies[1]["full_sms"]?.text == "482 913")
        #expect(bodies[1]["sender"] == nil)
        _ = desk.call("rental/auto_extend", ["rental_code": rental.id])
        desk.wait(.days(8))
        bodies = calls(&desk.provider, status: 200, at: desk.now)
        #expect(bodies.map { $0["success"]?.text } == ["1"])
        desk.provider.setBalance(.zero, at: desk.now)
        desk.wait(.days(8))
        bodies = calls(&desk.provider, status: 200, at: desk.now)
        #expect(bodies.map { $0["success"]?.text } == ["0"])
    }

    @Test func `SMSPool gives a call up at once, and the webhook after fifty failures`() throws {
        var desk = SMSPoolInProcessEmulator(.current)
        _ = desk.provider.setWebhook(url)
        let rental = try desk.rent(24, days: 7)
        for count in 1...51 {
            desk.sms("\(count)", to: rental)
            #expect(calls(&desk.provider, status: 500, at: desk.now).count == (count <= 50 ? 1 : 0))
        }
        _ = desk.provider.setWebhook(url)
        desk.sms("again", to: rental)
        #expect(calls(&desk.provider, status: 200, at: desk.now).count == 1)
    }

    @Test(
        arguments: [
            (HandlerAPIEmulator.Dialect.original, 9), (.clone, 3), (.daisysms, 9),
        ])
    func `handler_api tries again until the answer is 200`(
        dialect: HandlerAPIEmulator.Dialect, tries: Int
    ) throws {
        var provider = HandlerAPIEmulator(now: start, dialect: dialect)
        provider.settleInForPractice(at: start)
        let isTaken = provider.setWebhook(url)
        #expect(isTaken)
        let order = try #require(provider.lines(at: start).first { $0.kind == .activation })
        let sms = EmulatedSMS(sender: "WhatsApp", text: "482-913 is your code")
        let second = try #require(
            provider.lines(at: start).last { $0.kind == .activation && $0.id != order.id })
        _ = provider.deliver(sms, to: second.number, at: start)
        let bodies = calls(&provider, status: 200, at: start)
        #expect(bodies.count == 1)
        let isNamed = dialect != .daisysms
        #expect(bodies.first?["activationId"]?.text == (isNamed ? second.id : nil))
        #expect(bodies.first?["text"]?.text == sms.text && bodies.first?["code"]?.text == "482913")
        let later = start + .minutes(2)
        #expect(calls(&provider, status: 200, at: later).isEmpty)
        _ = provider.deliver(sms, to: order.number, at: later)
        var made = 0
        for minute in 2...132 {
            made += calls(&provider, status: 503, at: start + .minutes(minute)).count
        }
        #expect(made == tries)
    }

    @Test func `a rental calls the address given when it was bought`() throws {
        var provider = HandlerAPIEmulator(now: start)
        let query =
            "stubs/handler_api.php?api_key=\(emulatorKey)&action=getRentNumber&service=full"
            + "&country=0&rent_time=24&url=http://127.0.0.1:8/rent"
        let answer = provider.answer(
            EmulatedRequest(method: "GET", target: query, headers: [], body: []), at: start)
        #expect(answer.status == 200)
        let rental = try #require(provider.lines(at: start).first)
        let sms = EmulatedSMS(sender: "BANK", text: "4711")
        _ = provider.deliver(sms, to: rental.number, at: start)
        let due = provider.dueWebhookCalls(at: start)
        #expect(due.map(\.url) == ["http://127.0.0.1:8/rent"])
        let body = try #require(due.first.flatMap { JSON(parsing: $0.body) })
        #expect(body["rentId"]?.text == rental.id)
        #expect(body["sms"]?["phoneFrom"]?.text == "BANK" && body["sms"]?["text"]?.text == "4711")
    }

    @Test func `only a provider with such a setting takes an address`() {
        var legacy = HandlerAPIEmulator(now: start, dialect: .virtualsms)
        let isLegacy = legacy.setWebhook(url)
        var dev = SMSActivateDevEmulator(seed: 1, balance: .zero)
        let isDev = dev.setWebhook(url)
        #expect(!isLegacy && !isDev)
    }
}
