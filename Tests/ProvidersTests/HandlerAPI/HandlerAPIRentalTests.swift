import Lines
import Providers
import Testing
import TestSupport
import Transport

/// Rented numbers: ends in their many formats, messages page by page, and ended rentals.
@Suite struct HandlerAPIRentalTests {
    private static func phone(_ end: String, id: String = "7") -> String {
        #"{"status":"success","phone":{"id":\#(id),"endDate":"\#(end)","number":"79959707564"}}"#
    }

    @Test(arguments: [
        ("2024-08-02T12:00:00", 0), ("2024-08-02 12:00:00", 0), ("2024-08-02 12:00", 0),
        ("2024-08-02T15:00:00+03:00", 0), ("2024-08-02T12:00:00+00:00", 0),
        ("2024-08-02T12:00:00Z", 0), ("2024-08-02T15:00:00", 10_800),
        ("2024-08-02T15:00:00+03:00", 10_800), ("1722600000", 7200), ("someday", 0), ("", 0),
    ])
    func `the end is read in every shape, and counted where it is not told`(
        _ end: String, _ zone: Int
    ) async throws {
        let scripted = ScriptedHandlerAPI(
            results: [.success(HTTPReply(200, Self.phone(end)))], zone: LocalZone(seconds: zone))
        let bought = try await scripted.account.rent(RentalOrder(offer: "0:full", days: 7)).value
        #expect(bought.expiresAt == answeredAt + .days(7))
        #expect(bought.providerID == "7" && bought.number == "+79959707564")
        #expect(bought.product == "0:full" && bought.days == 7 && bought.service == nil)
        #expect(bought.refundTerms == RefundTerms(within: .minutes(20)))
    }

    @Test func `days are hours, under the name the dialect has for them`() async throws {
        for (dialect, name) in [(HandlerAPIDialect.original, "rent_time"), (.clone, "time")] {
            let scripted = ScriptedHandlerAPI(
                Self.phone("2024-08-02 12:00:00"), Self.phone("2024-08-03 12:00:00"),
                dialect: dialect)
            _ = try await scripted.account.rent(
                RentalOrder(offer: "16:full", days: 3, service: "wa"))
            _ = try await scripted.account.extend("7", days: 2)
            let sent = scripted.network.sent.map(\.query)
            #expect(sent[0][name] == "72" && sent[1][name] == "48")
            #expect(sent[0]["service"] == "wa" && sent[0]["country"] == "16")
            #expect(sent[1]["id"] == "7")
        }
    }

    @Test func `what cannot be rented like this is not asked for`() async {
        let scripted = ScriptedHandlerAPI(results: [])
        let orders: [(RentalOrder, ProviderError)] = [
            (RentalOrder(offer: "x", days: 1), .unknownOffer),
            (RentalOrder(offer: "0:", days: 1), .unknownOffer),
            (RentalOrder(offer: "a:full", days: 1), .unknownOffer),
            (RentalOrder(offer: "0:wa", days: 1, service: "tg"), .unknownService),
            (RentalOrder(offer: "0:wa", days: 0), .wrongDays(available: [])),
            (RentalOrder(offer: "0:wa", days: 100_000_000), .wrongDays(available: [])),
        ]
        for (order, error) in orders {
            do throws(ProviderError) {
                _ = try await scripted.account.rent(order)
                Issue.record("\(order)")
            } catch let refusal {
                #expect(refusal == error)
            }
        }
        #expect(scripted.network.sent.isEmpty)
    }

    @Test func `an extension may go on under a new id`() async throws {
        let scripted = ScriptedHandlerAPI(
            Self.phone("2024-08-02T12:00:00"), Self.phone("2024-08-02T12:00:00", id: "\"8\""))
        var extended = try await scripted.account.extend("7", days: 7).value
        #expect(extended.newProviderID == nil && extended.expiresAt == answeredAt + .days(7))
        extended = try await scripted.account.extend("7", days: 7).value
        #expect(extended.newProviderID == "8")
    }

    @Test func `an extension has a price of its own`() async throws {
        let scripted = ScriptedHandlerAPI(
            #"{"status":"success","price":"101.9","currency":643,"hours":168,"history":{}}"#)
        let price = try await scripted.account.extensionPrice(of: "7", days: 7).value
        #expect(price == Money(tenThousandths: 1_019_000, currency: "RUB"))
        #expect(scripted.network.sent[0].query["hours"] == "168")
    }

    @Test func `offers are asked for one country, three times`() async throws {
        let rich =
            #"{"countries":{"0":2},"services":{"full":{"cost":10,"quant":5},"wa":{"cost":"5.5","quant":"0"}},"currency":840}"#
        let plain = #"{"services":{"vk":21.95,"wa":7}}"#
        let scripted = ScriptedHandlerAPI(rich, plain, "OUT_OF_STOCK")
        let offers = try await scripted.account.rentalOffers().value
        #expect(offers.map(\.id) == ["0:full", "0:wa", "0:vk"])
        #expect(
            offers.map(\.prices) == [
                [1: Money(tenThousandths: 100_000)],
                [1: Money(tenThousandths: 55_000), 7: Money(tenThousandths: 70_000)],
                [7: Money(tenThousandths: 219_500)],
            ])
        #expect(offers.map(\.name)[0] == "Russia, any service")
        #expect(scripted.network.sent.map { $0.query["rent_time"] } == ["24", "168", "720"])
        let one = ScriptedHandlerAPI(rich, rich, rich)
        #expect(try await one.account.rentalOffer("16:wa").value?.prices.count == 3)
        #expect(one.network.sent.allSatisfy { $0.query["country"] == "16" })
        let none = ScriptedHandlerAPI(rich, rich, rich)
        #expect(try await none.account.rentalOffer("16:zz").value == nil)
        #expect(try await none.account.rentalOffer("nothing").value == nil)
    }

    private static func page(_ texts: [String], of total: Int) -> String {
        let values = texts.enumerated().map { index, text in
            #""\#(index)":{"phoneFrom":"","text":"\#(text)","date":"2024-07-26 11:50:00"}"#
        }
        return
            #"{"status":"success","quantity":"\#(total)","values":{\#(values.joined(separator: ","))}}"#
    }

    @Test func `messages are read page by page, oldest first`() async throws {
        let scripted = ScriptedHandlerAPI(
            Self.page(["e", "d"], of: 5), Self.page(["c", "b"], of: 5), Self.page(["a"], of: 5))
        let messages = try await scripted.account.messages(of: "7").value
        #expect(messages.map(\.text) == ["a", "b", "c", "d", "e"])
        #expect(messages.map(\.sender) == Array(repeating: nil, count: 5))
        #expect(scripted.network.sent.map { $0.query["page"] } == ["1", "2", "3"])
    }

    @Test func `a message that comes between two pages repeats none`() async throws {
        let scripted = ScriptedHandlerAPI(
            Self.page(["c", "b"], of: 3), Self.page(["b", "a"], of: 4))
        #expect(try await scripted.account.messages(of: "7").value.map(\.text) == ["a", "b", "c"])
        let endless = ScriptedHandlerAPI(Self.page(["a"], of: 9), Self.page([], of: 9))
        #expect(try await endless.account.messages(of: "7").value.map(\.text) == ["a"])
    }

    @Test func `pages are read on only until what was read before`() async throws {
        let scripted = ScriptedHandlerAPI(
            Self.page(["e", "d"], of: 5), Self.page(["c", "b"], of: 5), Self.page(["a"], of: 5),
            // First as before, then one more message, then three more, of which one is on the
            // second page.
            Self.page(["e", "d"], of: 5), Self.page(["f", "e"], of: 6),
            Self.page(["i", "h"], of: 9), Self.page(["g", "f"], of: 9),
            // A changed message on the first page: everything is read again.
            Self.page(["i", "H"], of: 9), Self.page(["g", "f"], of: 9),
            Self.page(["e", "d"], of: 9), Self.page(["c", "b"], of: 9), Self.page(["a"], of: 9))
        let account = scripted.account
        func look() async throws -> (texts: String, requests: Int) {
            let answer = try await account.messages(of: "7")
            return (answer.value.map(\.text).joined(), answer.requests)
        }
        for (texts, requests) in [
            ("abcde", 3), ("abcde", 1), ("abcdef", 1), ("abcdefghi", 2), ("abcdefgHi", 5),
        ] {
            let found = try await look()
            #expect(found.texts == texts && found.requests == requests)
        }
        #expect(scripted.network.sent.count == 12)
    }

    @Test func `a server that knows of no pages repeats none`() async throws {
        let page = Self.page(["b", "a"], of: 9)
        let scripted = ScriptedHandlerAPI(page, page, page)
        #expect(try await scripted.account.messages(of: "7").value.map(\.text) == ["a", "b"])
    }

    @Test func `more than two thousand messages are read to the last`() async throws {
        let pages = (0..<60).map { page in
            HTTPReply(200, Self.page((0..<50).map { "\(page)-\($0)" }, of: 3000))
        }
        let scripted = ScriptedHandlerAPI(results: pages.map { .success($0) })
        #expect(try await scripted.account.messages(of: "7").value.count == 3000)
    }

    @Test func `messages in every form they may come in`() async throws {
        let body = #"""
            {"status":"success","quantity":3,"values":[
            {"phoneFrom":"bank","text":"","date":"2024-07-26T11:52:00+00:00"},
            {"phoneFrom":447911,"text":1234,"service":"wa","date":"2024-07-26 11:51"},
            {"text":" a:b ","date":""}]}
            """#
        let messages = try await ScriptedHandlerAPI(body).account.messages(of: "7").value
        #expect(
            messages == [
                ReceivedMessage(text: " a:b "),
                ReceivedMessage(
                    text: "1234", sender: "447911", receivedAt: answeredAt - .minutes(9)),
                ReceivedMessage(text: "", sender: "bank", receivedAt: answeredAt - .minutes(8)),
            ])
        for values in ["null", "7", #"[{}]"#, #"["x"]"#] {
            let broken = #"{"status":"success","quantity":"1","values":\#(values)}"#
            #expect(
                await HandlerAPIQuestion.messages.error(HTTPReply(200, broken)) != nil, "\(values)")
        }
    }

    @Test(arguments: [
        ("STATUS_WAIT_CODE", true), ("STATUS_FINISH", false), ("STATUS_CANCEL", false),
        ("STATUS_REVOKE", false),
    ])
    func `a word says whether it hears, and shows no messages`(
        _ word: String, _ isAvailable: Bool
    ) async throws {
        let body = #"{"status":"error","message":"\#(word)"}"#
        let scripted = ScriptedHandlerAPI(body, body)
        let status = try await scripted.account.status(of: "7").value
        #expect(status == RentalStatus(isAvailable: isAvailable))
        #expect(try await scripted.account.messages(of: "7").value.isEmpty)
        guard
            case .unrecognised? = await HandlerAPIQuestion.status.error(
                HTTPReply(200, #"{"status":"error","message":"STATUS_ODD"}"#))
        else {
            Issue.record("a state nobody knows was taken for one")
            return
        }
    }

    @Test func `rentals held are listed by id and number, in either form`() async throws {
        let scripted = ScriptedHandlerAPI(
            #"{"status":"success","values":{"0":{"id":"7","phone":"79959707564"}}}"#,
            #"[{"id":7,"phone":"+79959707564","price":3,"hours":24,"endDate":"2024-07-27 12:00:00"}]"#
        )
        let bare = try await scripted.account.rentals().value
        #expect(bare.map(\.providerID) == ["7"] && bare.map(\.number) == ["+79959707564"])
        let full = try await scripted.account.rentals().value
        #expect(full.map(\.expiresAt) == [answeredAt + .days(1)])
    }
}
