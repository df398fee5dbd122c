import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport
import Transport

/// Features that only 1001SMS has, adapter against emulator.
@Suite("1001SMS")
struct SMS1001Stories {
    private static let wanted = ActivationOrder(service: "whatsapp", country: "netherlands")

    @Test(arguments: EmulatorGeneration.allCases)
    func `messages come by polling alone, each once, with every field`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        var reading = try await emulator.account.activeActivations().value[0]
        #expect(reading.status.phase == .waiting && reading.messages.isEmpty)
        var expected: [ReceivedMessage] = []
        for (text, sender, code) in [
            ("G-482913 is your code", "Google", "482913" as String?), ("again 1234", "", "1234"),
            ("again 1234", "", "1234"), ("Welcome!", "Shop", nil),
        ] {
            emulator.wait(.seconds(7))
            emulator.sms(text, from: sender, to: bought.number)
            expected.append(
                ReceivedMessage(
                    text: text, sender: sender.isEmpty ? nil : sender, code: code,
                    receivedAt: emulator.now))
            let listed = try await emulator.account.activeActivations().value[0]
            #expect(listed.isPartial && listed.messages == expected.dropLast().suffix(1))
            reading = try await emulator.account.check(bought.providerID).value
            #expect(reading.messages == expected)
            #expect(reading.status.phase == .received)
            #expect(reading.status.expiresAt == bought.expiresAt)
        }
        #expect(try await emulator.account.check(bought.providerID).value.messages == expected)
        emulator.wait(.hours(3))
        let over = try await emulator.account.check(bought.providerID).value
        #expect(over.messages == expected && over.status.phase == .received)
        #expect(emulator.ledger.entries.map(\.kind) == [.charge])
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a message whose check was lost comes with the next`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let bought = try await emulator.account.order(Self.wanted).value
        emulator.sms("1111 one", to: bought.number)
        emulator.sms("2222 two", to: bought.number)
        emulator.lose("api/v1/activations/check")
        let lost = await failure { _ = try await emulator.account.check(bought.providerID) }
        #expect(lost?.leavesDoubt == true)
        let reading = try await emulator.account.check(bought.providerID).value
        #expect(reading.messages.map(\.code) == ["1111", "2222"])
    }

    @Test func `what is bought is what was named, at the price that was listed`() async throws {
        let emulator = SMS1001InProcessEmulator()
        let prices = try await emulator.account.prices(service: "whatsapp", country: "NL").value
        #expect(prices.count == 3)
        for price in prices {
            let order = ActivationOrder(
                service: "whatsapp", country: "NL", pool: price.pool, maxPrice: price.price)
            let bought = try await emulator.account.order(order).value
            #expect(bought.price == price.price)
            let one = try await emulator.account.details(of: bought.providerID).value
            #expect(one.alias == price.alias && one.operatorName == price.operatorName)
            #expect(one.reading.number == bought.number)
        }
        let cheapest = try #require(prices.first?.price)
        var order = Self.wanted
        order.maxPrice = cheapest - Money(tenThousandths: 1)
        let error = await failure { [order] in _ = try await emulator.account.order(order) }
        #expect(error == .nothingBelow(maxPrice: order.maxPrice))
        #expect(emulator.count("api/v1/activations/order") == 3)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a number that was only listed is out of stock and costs nothing`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let order = ActivationOrder(service: "paypal", country: "DE")
        let offer = try await emulator.account.activationOffer(service: "paypal", country: "DE")
            .value
        #expect((offer.stock ?? 0) > 0)
        let error = await failure { _ = try await emulator.account.order(order) }
        #expect(error == .outOfStock("No numbers available at the moment"))
        #expect(error?.leavesDoubt == false && emulator.ledger.entries.isEmpty)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `a key without permission buys nothing, and somebody else's order is not ours`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        emulator.permit([.read])
        let refused = await failure { _ = try await emulator.account.order(Self.wanted) }
        #expect(refused == .wrongKey && emulator.ledger.entries.isEmpty)
        #expect(try await emulator.account.balance().value == EmulatorFixture.opening)
        emulator.permit([.activate])
        let unread = await failure { _ = try await emulator.account.balance() }
        #expect(unread == .wrongKey)
        for ask in ["check", "cancel", "details"] {
            let error = await failure {
                switch ask {
                case "check": _ = try await emulator.account.check("ord_of_another")
                case "cancel": _ = try await emulator.account.cancel("ord_of_another")
                default: _ = try await emulator.account.details(of: "ord_of_another")
                }
            }
            #expect(error == .notFound, "\(ask)")
        }
    }

    @Test func `an account with many orders is listed whole`() async throws {
        let emulator = SMS1001InProcessEmulator()
        var ids: Set<String> = []
        for _ in 0..<105 {
            let order = ActivationOrder(service: "imo", country: "US", pool: "EXTRA 2")
            let other = ActivationOrder(service: "imo", country: "US")
            let bought = try? await emulator.account.order(order).value
            let id = bought?.providerID
            ids.insert(try await emulator.account.order(other).value.providerID)
            if let id { ids.insert(id) }
        }
        let active = try await emulator.account.activeActivations().value
        #expect(active.count == ids.count && ids.count > 110)
        #expect(Set(active.map(\.providerID)) == ids)
        #expect(emulator.count("api/v1/activations/active") > 1)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `cancelling all gives back what can be given back`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let first = try await emulator.account.order(Self.wanted).value
        let second = try await emulator.account.order(Self.wanted).value
        emulator.sms("4821", to: first.number)
        emulator.wait(.minutes(2))
        let results = try await emulator.account.cancelAll().value
        #expect(results.map(\.providerID) == [first.providerID, second.providerID])
        #expect(results.map(\.amount) == [nil, second.price])
        #expect(results[0].problem == "Cancel failed. Please try again later.")
        #expect(results[1].problem == nil)
        let ended = try await emulator.account.archiveAll().value
        #expect(ended.map(\.reading.providerID) == [second.providerID])
        #expect(ended.map(\.reading.status.phase) == [.refunded])
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `history is searched by status and time`(_ generation: EmulatorGeneration) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let start = emulator.now
        let blocked = try await emulator.account.order(Self.wanted).value
        emulator.block(blocked.providerID)
        emulator.wait(.hours(2))
        let unused = try await emulator.account.order(Self.wanted).value
        emulator.wait(.minutes(20))
        let account = emulator.account
        let expired = try await account.history(status: .expired).value
        #expect(expired.entries.map(\.reading.providerID) == [unused.providerID])
        #expect(expired.entries.map(\.reading.status.phase) == [.expired])
        let early = try await account.history(from: start, to: start + .hours(1)).value
        #expect(early.entries.map(\.reading.providerID) == [blocked.providerID])
        #expect(early.entries.map(\.reading.status.phase) == [.cancelled])
        let second = try await account.history(page: 2, limit: 1).value
        #expect(second.entries.map(\.reading.providerID) == [blocked.providerID])
        #expect(second.total == 2 && second.number == 2)
        let past = try await account.pastActivations().value
        #expect(past.map(\.providerID) == [unused.providerID, blocked.providerID])
    }

    @Test func `history and transactions are told by every filter`() async throws {
        let emulator = SMS1001InProcessEmulator()
        let account = emulator.account
        func tell(_ name: String, _ words: String...) async throws -> [[String?]] {
            let command = try #require(account.commands.first { $0.name == name })
            return try await account.tell(name, try CommandWords(words, of: command)).value.rows
        }
        let unused = try await account.order(Self.wanted).value.providerID
        emulator.wait(.days(1))
        let day = emulator.now.rfc3339.prefix(10)
        let open = try await account.order(Self.wanted).value.providerID
        #expect(try await tell("history").map { $0[0] } == [open, unused])
        #expect(try await tell("history", "from=\(day)").map { $0[0] } == [open])
        #expect(try await tell("history", "status=refunded").map { $0[0] } == [unused])
        #expect(try await tell("history", "limit=1", "page=2").map { $0[0] } == [unused])
        let all = try await tell("transactions", "limit=100")
        let paid = try await tell("transactions", "type=sms_purchase", "status=COMPLETED")
        #expect(paid.count == 2 && all.count > 2)
        #expect(paid.allSatisfy { $0[2] == "SMS_PURCHASE" })
        // The last column is the provider's own reference.
        #expect(paid.allSatisfy { $0.last??.isEmpty == false }, "\(paid)")
        let one = try await tell("transaction", try #require(paid[0][0]))
        #expect(one == [paid[0]])
        #expect(try await tell("transactions", "status=FAILED").isEmpty)
    }

    @Test(arguments: EmulatorGeneration.allCases)
    func `the provider's transactions and stats are what its ledger says`(
        _ generation: EmulatorGeneration
    ) async throws {
        let emulator = SMS1001InProcessEmulator(generation)
        let account = emulator.account
        let order = try await account.order(Self.wanted).value
        let price = try #require(order.price)
        emulator.wait(.minutes(2))
        _ = try await account.cancel(order.providerID)
        let page = try await account.transactions().value
        #expect(page.entries.map(\.kind) == [.refund, .purchase] && page.total == 2)
        #expect(page.entries.map(\.amount) == [price, -price])
        let paid = try await account.transaction(page.entries[1].id).value
        #expect(paid == page.entries[1])
        #expect(paid.what == "SMS purchase for whatsapp (NL)")
        let refunds = try await account.transactions(kind: .refund, status: .completed).value
        #expect(refunds.entries == [page.entries[0]])
        let missing = await failure { _ = try await account.transaction("tx99") }
        #expect(missing == .notFound)
        let stats = try await account.stats().value
        #expect(stats.orders == 1 && stats.successfulOrders == 0 && stats.successRate == 0)
        #expect(stats.spent == .zero && stats.deposited == EmulatorFixture.opening)
        #expect(try await account.profile().value.balance == EmulatorFixture.opening)
    }
}
