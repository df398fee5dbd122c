import Lines
import ProviderEmulator
import Testing

@Suite
struct EmulationTests {
    private static let start = Instant(milliseconds: 1_704_562_673_000)
    private var emulation = Emulation(
        providers: [SMSPoolEmulator()], clock: EmulatedClock(start: start, uptime: .zero))

    private mutating func call(
        _ path: String, _ parameters: KeyValuePairs<String, String> = [:],
        at uptime: Duration = .zero
    ) -> EmulatedOutcome {
        var request = EmulatedRequest("/smspool/\(path)", parameters)
        request.parameters.append(("key", emulatorKey))
        return emulation.handle(request, uptime: uptime).outcome
    }

    private mutating func control(
        _ method: String, _ path: String, _ body: String = ""
    ) -> Reply {
        let request = EmulatedRequest(
            method: method, target: "/_emulator/\(path)", body: Array(body.utf8))
        guard case .answer(let reply) = emulation.handle(request, uptime: .zero).outcome else {
            return Reply(0, "")
        }
        return Reply(reply.status, reply.text)
    }

    @Test
    func `the clock runs at its speed and jumps when told`() {
        var clock = EmulatedClock(start: EmulationTests.start, uptime: .seconds(10), speed: 60)
        #expect(clock.now(uptime: .seconds(10)) == EmulationTests.start)
        #expect(clock.now(uptime: .seconds(12)) == EmulationTests.start + .minutes(2))
        clock.advance(by: .hours(1))
        #expect(clock.now(uptime: .seconds(12)) == EmulationTests.start + .minutes(62))
    }

    @Test
    mutating func `the clock control answers with the new time and lets what is due happen`() {
        _ = call("purchase/sms", ["country": "NL", "service": "WhatsApp"])
        #expect(
            control("POST", "clock", #"{"advance_seconds": 1500.5}"#)
                == Reply(200, #"{"now":"2024-01-06T18:02:53.500Z"}"# + "\n"))
        #expect(emulation.providers[0].ledger.entries.map(\.kind) == [.charge, .refund])
        #expect(control("POST", "clock", #"{"advance_seconds":-1}"#).status == 400)
        #expect(control("POST", "clock", #"{"advance_seconds":1e300}"#).status == 400)
        #expect(
            control("GET", "clock").json["now"] == "2024-01-06T18:02:53.500Z")
    }

    @Test
    mutating func `an sms is delivered to a number however it is written`() throws {
        _ = call("purchase/rental", ["id": "3", "days": "7"])
        let line = try #require(emulation.lines(uptime: .zero).first)
        let body = #"{"number":"+\#(line.number)","sender":"MYBANK","text":"code 123456"}"#
        #expect(
            control("POST", "sms", body)
                == Reply(200, #"{"delivered":true,"reason":null}"# + "\n"))
        #expect(control("POST", "sms", #"{"number":\#(line.number),"text":"x"}"#).status == 200)
        let unknown = control("POST", "sms", #"{"number":"+100","text":"x"}"#)
        #expect(unknown.status == 404 && unknown.text.contains("No line has the number +100."))
        #expect(control("POST", "sms", #"{"number":"1"}"#).text.contains("field text is missing"))
        #expect(control("POST", "sms", "nonsense").status == 400)
        let lines = control("GET", "lines").text
        #expect(
            lines.contains(
                """
                "messages":[{"sent_at":"2024-01-06T17:37:53Z","sender":"MYBANK",\
                "text":"code 123456","delivered":true,"reason":null},
                """))
    }

    @Test
    mutating func `a fault hits as often as it was ordered, and only its endpoint`() {
        emulation.set(Fault(.rateLimit, provider: "smspool", endpoint: "request/balance", count: 2))
        guard case .answer(let limited) = call("request/balance") else { return }
        #expect(limited.status == 429)
        guard case .answer(let other) = call("request/active") else { return }
        #expect(other.status == 200)
        _ = call("request/balance.php")
        guard case .answer(let free) = call("request/balance") else { return }
        #expect(free.status == 200)
    }

    @Test
    mutating func `a provider that is gone comes back only when it is cleared`() {
        #expect(control("POST", "faults", #"{"provider":"smspool","kind":"gone"}"#).status == 200)
        for _ in 0..<5 {
            guard case .reset = call("request/balance") else {
                Issue.record("a gone provider answered")
                return
            }
        }
        #expect(
            control("POST", "faults", #"{"kind":"gone","count":0}"#) == Reply(200, "[]\n"))
        guard case .answer = call("request/balance") else {
            Issue.record("the provider is still gone")
            return
        }
    }

    @Test(arguments: Fault.Kind.allCases)
    mutating func `a fault either takes effect or does not, as its kind says`(_ kind: Fault.Kind) {
        emulation.set(Fault(kind, provider: "smspool", endpoint: "purchase/sms"))
        let outcome = call("purchase/sms", ["country": "NL", "service": "WhatsApp"])
        let tookEffect = !emulation.providers[0].ledger.entries.isEmpty
        let expected: Set<Fault.Kind> = [.effectThenReset, .effectThenHang, .truncated, .slow]
        #expect(tookEffect == expected.contains(kind))
        switch (kind, outcome) {
        case (.reset, .reset), (.effectThenReset, .reset), (.gone, .reset): break
        case (.hang, .hang), (.effectThenHang, .hang): break
        case (.truncated, .truncated(let reply)), (.slow, .slow(let reply)):
            #expect(reply.status == 200)
        case (.http500, .answer(let reply)): #expect(reply.status == 500)
        case (.html, .answer(let reply)):
            #expect(reply.status == 403 && reply.text.hasPrefix("<!DOCTYPE html>"))
        case (.rateLimit, .answer(let reply)): #expect(reply.status == 429)
        default: Issue.record("\(kind) came out as \(outcome)")
        }
    }

    @Test
    mutating func `a fault that could never come is refused with what there is`() {
        let kind = control("POST", "faults", #"{"kind":"explode"}"#)
        #expect(kind.status == 400 && kind.text.contains("effect_then_reset"))
        let provider = control("POST", "faults", #"{"kind":"hang","provider":"smspol"}"#)
        #expect(provider.status == 400 && provider.text.contains("There are: smspool."))
        let endpoint = control("POST", "faults", #"{"kind":"hang","endpoint":"sms/chek"}"#)
        #expect(endpoint.status == 400 && endpoint.text.contains("sms/check,"))
        #expect(
            control(
                "POST", "faults",
                #"{"kind":"rate_limit","endpoint":"/sms/check.php","count":3,"retry_after":7}"#
            ).text == """
                [{"provider":"*","endpoint":"sms/check","kind":"rate_limit","count":3,\
                "retry_after":7}]

                """)
    }

    @Test
    mutating func `requests are counted by endpoint and by what the client saw`() {
        emulation.set(Fault(.reset, endpoint: "sms/check"))
        _ = call("sms/check", ["orderid": "X"])
        _ = call("sms/check.php", ["orderid": "X"])
        _ = call("nothing/there")
        _ = call("nothing/here")
        #expect(
            control("GET", "requests").text == """
                [{"provider":"smspool","endpoint":"sms/check","status":0,"count":1},\
                {"provider":"smspool","endpoint":"sms/check","status":404,"count":1},\
                {"provider":"smspool","endpoint":"unknown","status":404,"count":2}]

                """)
        #expect(emulation.counts.total(provider: "smspool", endpoint: "sms/check") == 2)
    }

    @Test
    mutating func `the ledger and the balance can be read and set`() throws {
        #expect(
            control("POST", "account", #"{"provider":"smspool","balance":"30"}"#).text
                == #"{"provider":"smspool","balance":"30.00"}"# + "\n")
        _ = call("purchase/rental", ["id": "7", "days": "30"])
        let line = try #require(emulation.lines(uptime: .zero).first)
        #expect(
            control("GET", "ledger").text == """
                [{"at":"2024-01-06T17:37:53Z","provider":"smspool","kind":"adjustment",\
                "what":"balance set","line":null,"amount":"-70.00","balance":"30.00",\
                "currency":"USD"},{"at":"2024-01-06T17:37:53Z","provider":"smspool",\
                "kind":"charge","what":"United States (Single service), 30 days",\
                "line":"\(line.id)","amount":"30.00","balance":"0.00","currency":"USD"}]

                """)
    }

    @Test
    mutating func `a path nobody answers says where to look`() {
        let request = EmulatedRequest("/elsewhere", method: "GET")
        guard case .answer(let reply) = emulation.handle(request, uptime: .zero).outcome else {
            return
        }
        #expect(reply.status == 404 && reply.text.contains("/smspool/"))
        #expect(control("GET", "").json["providers"] != nil)
        #expect(control("GET", "sms").status == 404)
    }
}
