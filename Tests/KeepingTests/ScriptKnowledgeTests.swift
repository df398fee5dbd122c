@testable import Accounts
import Lines
import Providers
@testable import Running
import Scripting
import Storage
import Testing

@testable import Keeping

/// What scripts can see of lines and messages, and what they are told of money and plans.
@Suite("What scripts know") struct ScriptKnowledgeTests {
    private let fixture: KeeperFixture

    init() throws { fixture = try KeeperFixture() }

    private func answer(_ query: ScriptQuery) async throws -> ScriptValue {
        try await fixture.keeper.answer(query).get()
    }

    private func refusal(_ query: ScriptQuery) async -> ScriptQueryError? {
        do throws(ScriptQueryError) {
            _ = try await fixture.keeper.answer(query).get()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a line has its price, times and counts`() async throws {
        let line = try await fixture.rental()
        try await fixture.keeper.receive(
            [ReceivedMessage(text: "Hello", sender: "A", receivedAt: noon)], on: line.id)
        let table = try #require(try await answer(.lines([:])).items?.first)
        #expect(table["price"] == 20.0)
        #expect(table["currency"] == "USD")
        #expect(table["message_count"] == 1)
        #expect(table["last_message_at"]?.real == Double(noon.milliseconds) / 1000)
        #expect(table["purchased_at"]?.real == Double(noon.milliseconds) / 1000)
        #expect(table["days"] == 30)
        #expect(table["auto_extend"] == false)
        // Nobody has looked at it yet.
        #expect(table["listening_until"] == nil)
        let activation = try await fixture.activation()
        let other = ScriptValue(activation)
        #expect(other["auto_extend"] == nil && other["days"] == nil)
        #expect(other["price"] == 0.24)
        var listening = line
        listening.listening.isAvailable = true
        #expect(ScriptValue(listening)["listening_until"] == ScriptValue(line.expiresAt))
        listening.listening.until = noon + .seconds(90)
        #expect(ScriptValue(listening)["listening_until"] == ScriptValue(noon + .seconds(90)))
        listening.refund = RefundWindow(until: noon + .hours(12))
        #expect(ScriptValue(listening)["refundable_until"] == ScriptValue(noon + .hours(12)))
        listening.state = .expired
        #expect(ScriptValue(listening)["listening_until"] == nil)
        #expect(ScriptValue(listening)["refundable_until"] == nil)
    }

    @Test func `a misspelt service or country is an error, an unknown one may come`() async throws {
        _ = try await fixture.activation()
        await fixture.keeper.keep(
            countries: [Country(id: "1", name: "Atlantis")],
            services: [Service(id: "wa", name: "WhatsApp")], on: "pool")
        func fault(_ name: String, _ word: String) async -> String? {
            let refusal = await refusal(.lines([name: .string(word)]))
            return refusal?.isMisuse == true ? refusal?.description : nil
        }
        #expect(
            await fault("service", "Whatsup")
                == #"there is no service "Whatsup"; did you mean "WhatsApp"?"#)
        #expect(
            await fault("country", "Atlntis")
                == #"there is no country "Atlntis"; did you mean "Atlantis"?"#)
        for word in ["wa", "whatsapp", "telegram", "a bank of mine"] {
            #expect(await fault("service", word) == nil)
        }
        for word in ["1", "GB", "Germany", "atlantis"] {
            #expect(await fault("country", word) == nil)
        }
    }

    @Test func `a line gets and loses tags by scripts and people`() async throws {
        let scripted = try await ScriptedKeeper([
            "10-a.lua": """
            function on_message(message)
              keeper.tag_line("one", "two") keeper.label("work") keeper.untag_line("one")
            end
            function on_line(event) keeper.tag_line(event.line, event.kind) end
            """,
            "20-b.lua": """
            function on_message(message)
              keeper.remember("seen", message.line.tags)
              keeper.remember("found", #keeper.lines { tag = "bought" })
            end
            """,
        ])
        let line = try await scripted.fixture.rental()
        try await scripted.runAll()
        try await scripted.receive("hello", on: line)
        let keeper = scripted.fixture.keeper
        #expect(try await keeper.line("work").tags == ["bought", "two"])
        let memory = Keeper.memory(of: "20-b.lua", in: scripted.fixture.store)
        #expect(memory == ["seen": ["bought", "two"], "found": 1])
        #expect(
            try await keeper.tag(line.id, ["two", "of mine"], isRemoved: false).tags
                == ["bought", "two", "of mine"])
        #expect(
            try await keeper.tag(line.id, ["two", "none"], isRemoved: true).tags
                == ["bought", "of mine"])
        #expect(try scripted.fixture.store.lines().first?.tags == ["bought", "of mine"])
        for words in [[""], ["a\nb"], [String(repeating: "x", count: 101)]] {
            await #expect(throws: KeeperError.self) {
                try await keeper.tag(line.id, words, isRemoved: false)
            }
        }
        let many = (1...198).map { "t\($0)" }
        #expect(try await keeper.tag(line.id, many, isRemoved: false).tags.count == 200)
        await #expect(throws: KeeperError.self) {
            try await keeper.tag(line.id, ["one more"], isRemoved: false)
        }
        await scripted.end()
    }

    @Test func `a message has its route, and the one that was just chosen`() async throws {
        var settings = KeeperSettings()
        settings.routes = ["bank": ["phone"], "rest": ["desk"]]
        let scripted = try await ScriptedKeeper(
            [
                "10-a.lua": "function on_message() keeper.route('bank') keeper.tag('a') end",
                "20-b.lua": """
                function on_message(message)
                  keeper.remember("seen", { message.route, table.concat(message.tags, " ") })
                  if message.route then return end
                  keeper.route("rest")
                end
                """,
            ], settings)
        let line = try await scripted.fixture.rental()
        try await scripted.receive("hello", on: line)
        let store = scripted.fixture.store
        #expect(Keeper.memory(of: "20-b.lua", in: store)["seen"] == ["bank", "a"])
        #expect(try store.actions(limit: 9).compactMap(\.channel) == ["phone"])
        let found = try await scripted.fixture.keeper.answer(.messages(["route": "bank"])).get()
        #expect(found.items?.first?["route"] == "bank")
        await scripted.end()
    }

    @Test func `what was paid is added up by currency`() async throws {
        func book(
            _ kind: LedgerEntry.Kind, _ amount: Int64, _ currency: String, ago: Duration = .zero
        ) throws {
            try fixture.store.write {
                try $0.append(
                    LedgerEntry(
                        at: noon - ago, account: "pool", line: nil, action: nil, kind: kind,
                        what: "order", origin: "console",
                        amount: Money(tenThousandths: amount, currency: currency)))
            }
        }
        #expect(try await answer(.spend([:])) == [])
        try book(.charge, 50_000, "USD")
        try book(.refund, 20_000, "USD")
        try book(.charge, 70_000, "EUR")
        try book(.charge, 900_000, "USD", ago: .days(2))
        try book(.charge, 900_000, "USD", ago: .days(31))
        func sum(_ currency: String, _ paid: Double, _ back: Double) -> ScriptValue {
            [
                "currency": .string(currency), "amount": .number(paid - back),
                "charged": .number(paid), "refunded": .number(back),
            ]
        }
        let since = ScriptValue(noon - .days(1))
        #expect(
            try await answer(.spend(["since": since])) == [sum("EUR", 7, 0), sum("USD", 5, 2)])
        #expect(try await answer(.spend([:])) == [sum("USD", 95, 2), sum("EUR", 7, 0)])
        #expect(
            try await answer(.spend(["account": "pool", "since": since])).items?.count == 2)
        // From one time until before another; the 30 days are those before the end.
        let yesterday = ScriptValue(noon - .days(1))
        #expect(try await answer(.spend(["before": yesterday])) == [sum("USD", 180, 0)])
        let month: ScriptValue = ScriptValue(noon - .days(30))
        #expect(
            try await answer(.spend(["since": month, "before": yesterday])) == [sum("USD", 90, 0)])
        let edge = ScriptValue(noon - .days(2))
        #expect(try await answer(.spend(["since": edge, "before": edge])) == [])
        #expect(
            try await answer(.spend(["since": edge, "before": yesterday])) == [sum("USD", 90, 0)])
        let fault = await refusal(.spend(["account": "pol"]))
        #expect(fault?.description == #"there is no account "pol"; did you mean "pool"?"#)
        #expect(fault?.isMisuse == true)
        #expect(await refusal(.lines(["account": "pol"])) == fault)
    }

    @Test func `a balance is told with its time, once it is known`() async throws {
        #expect(
            await refusal(.balance([:]))
                == ScriptQueryError("The balance of pool is not known at the moment."))
        await fixture.keeper.noteBalance(Money(tenThousandths: 123_400), on: "pool")
        let known: ScriptValue = [
            "amount": 12.34, "currency": "USD", "as_of": ScriptValue(noon),
        ]
        #expect(try await answer(.balance([:])) == known)
        #expect(try await answer(.balance(["account": "pool"])) == known)
    }

    @Test func `offers and the prices of extensions are those that were listed`() async throws {
        #expect(await refusal(.offers([:]))?.description.contains("`offers` lists them") == true)
        let line = try await fixture.rental()
        let price = ScriptQuery.extensionPrice(["line": .integer(line.id), "days": 30])
        #expect(await refusal(price)?.description.contains("is not known") == true)
        func dollars(_ amount: Int64) -> Money { Money(tenThousandths: amount * 10_000) }
        let offer = RentalOffer(
            id: "0", name: "United States", country: "US",
            prices: [7: dollars(9), 30: dollars(20)], isExtendable: true)
        let dearer = RentalOffer(
            id: "1", name: "United Kingdom", country: "GB", prices: [30: dollars(25)],
            isExtendable: false)
        await fixture.keeper.keep(rentals: [dearer, offer], on: "pool")
        let all = try await answer(.offers([:])).items ?? []
        #expect(all.map { $0["price"] } == [9.0, 20.0, 25.0])
        #expect(
            all.first == [
                "id": "0", "name": "United States", "account": "pool", "country": "US", "days": 7,
                "price": 9.0, "currency": "USD", "extendable": true, "as_of": ScriptValue(noon),
            ])
        #expect(try await answer(.offers(["country": "gb"])).items?.map { $0["id"] } == ["1"])
        #expect(try await answer(.offers(["days": 30, "limit": 1])).items?.count == 1)
        #expect(try await answer(.offers(["days": 8])).items?.isEmpty == true)
        #expect(try await answer(price)["amount"] == 20.0)
        let odd = ScriptQuery.extensionPrice(["line": .integer(line.id), "days": 8])
        #expect(await refusal(odd)?.description == "8 days are not sold; 7, 30 are.")
        let activation = try await fixture.activation()
        let never = ScriptQuery.extensionPrice(["line": .integer(activation.id), "days": 30])
        #expect(await refusal(never)?.description == "Only rentals can be extended.")
    }

    @Test func `the plan says what comes next, in our time`() async throws {
        let line = try await fixture.rental()
        let plan = try await answer(.plan(["line": .integer(line.id)])).items ?? []
        #expect(!plan.isEmpty)
        #expect(plan.allSatisfy { $0["line"] == .integer(line.id) })
        let times = plan.compactMap { $0["at"]?.real }
        #expect(times.count == plan.count && times == times.sorted())
        #expect(plan.contains { $0["kind"] == "look" })
        #expect(plan.allSatisfy { !($0["text"]?.text ?? "").isEmpty })
        #expect(await refusal(.plan(["line": 99])) == .noLine)
        #expect(try await answer(.plan([:])) == .array(plan))
    }
}
