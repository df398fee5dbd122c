import Lines
import Providers
import Testing
import TestSupport
import Transport

@Suite struct SMSPoolRequestTests {
    private let base = "http://127.0.0.1:8089/smspool"

    /// Makes a call and returns its requests.
    private func sent(_ question: Question) async -> [ScriptedTransport.Sent] {
        let pool = Pool("{}", "{}")
        _ = await question.error(pool)
        return pool.network.sent
    }

    @Test(arguments: [
        (Question.offer, "request/price", ["country": "1", "service": "1"]),
        (.suggested, "request/suggested_countries", ["service": "1"]),
        (.order, "purchase/sms", ["country": "1", "service": "1"]),
        (.rent, "purchase/rental", ["id": "0", "days": "30"]),
        (.extend, "rental/extend", ["rental_code": "ABCDEFG", "days": "7"]),
        (.refund, "rental/refund", ["rental_code": "ABCDEFG"]),
        (.cancel, "sms/cancel", ["orderid": "ABCDEFG"]),
        (.resend, "sms/resend", ["orderid": "ABCDEFG"]),
        (.status, "rental/retrieve_status", ["rental_code": "ABCDEFG"]),
        (.messages, "rental/retrieve_messages", ["rental_code": "ABCDEFG"]),
        (.check, "sms/check", ["orderid": "ABCDEFG"]), (.active, "request/active", [:]),
        (.past, "request/history", ["start": "0", "length": "100"]),
        (.rentals, "rental/retrieve", [:]), (.balance, "request/balance", [:]),
    ])
    func `a call posts its fields and the key to its path`(
        _ question: Question, _ path: String, _ fields: [String: String]
    ) async throws {
        let sent = try #require(await sent(question).first)
        #expect(sent.call.method == .post)
        #expect(sent.call.url == "\(base)/\(path)")
        #expect(sent.form == fields.merging(["key": key]) { $1 })
        let headers = Dictionary(
            sent.call.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(headers["Authorization"] == "Bearer \(key)")
    }

    @Test func `no URL ever carries the key`() async {
        for question in Question.allCases {
            for sent in await sent(question) { #expect(!sent.call.url.contains(key)) }
        }
    }

    @Test func `the public lists are got without the key`() async throws {
        let pool = Pool(Samples.Document.countries, Samples.Document.services)
        _ = try await pool.account.countries()
        _ = try await pool.account.services(in: Country(id: "a b&c", name: "?"))
        #expect(pool.network.sent.map(\.call.method) == [.get, .get])
        #expect(pool.network.sent[0].call.url == "\(base)/country/retrieve_all")
        #expect(pool.network.sent[1].query == ["country": "a b&c"])
        #expect(pool.network.sent.allSatisfy { $0.call.body == nil })
        #expect(!pool.network.sent.contains { $0.call.headers.contains { $0.value.contains(key) } })
    }

    @Test func `an order states its pool and its price limit, a rental its service`() async throws {
        let pool = Pool(Samples.Document.order, Samples.Document.rent)
        let order = ActivationOrder(
            service: "1", country: "US", pool: "Foxtrot", maxPrice: dollars("0.5"))
        _ = try await pool.account.order(order)
        _ = try await pool.account.rent(RentalOrder(offer: "0", days: 7, service: "12"))
        let forms = pool.network.sent.map(\.form)
        #expect(forms[0]["pool"] == "Foxtrot")
        #expect(forms[0]["max_price"] == "0.50")
        #expect(forms[1]["service_id"] == "12")
    }

    @Test func `calls that move money are given longer`() async {
        for question in Question.allCases {
            let expected: Duration =
                Question.payments.contains(question) ? .seconds(40) : .seconds(20)
            for sent in await sent(question) {
                #expect(sent.deadline == expected)
                #expect((1 << 20...32 << 20).contains(sent.limit))
            }
        }
    }

    @Test(arguments: [
        (Question.status, Samples.Document.status), (.refund, Samples.Document.rentalRefunded),
        (.extend, Samples.Document.extended),
    ])
    func `a server that has only the document's path is asked there`(
        _ question: Question, _ granted: String
    ) async {
        for nothing in ["", "<html><head><title>404 Not Found</title></head></html>"] {
            let pool = Pool(HTTPReply(404, nothing), HTTPReply(200, granted))
            #expect(await question.error(pool) == nil)
            let urls = pool.network.sent.map(\.call.url)
            #expect(urls.count == 2)
            #expect(urls.last == urls.first.map { $0 + ".php" })
            #expect(pool.network.sent.first?.form == pool.network.sent.last?.form)
        }
    }

    @Test func `a call that never had another path is made once`() async {
        for question in Question.allCases where ![.status, .refund, .extend].contains(question) {
            let pool = Pool(HTTPReply(404, ""), HTTPReply(200, Samples.Document.done))
            #expect(await question.error(pool) == .blocked(status: 404))
            #expect(pool.network.sent.count == 1)
        }
    }

    @Test func `a base URL may end in slashes or have no path`() async throws {
        for url in [
            "https://api.smspool.net/", "https://api.smspool.net", " https://api.smspool.net// ",
        ] {
            let pool = Pool(HTTPReply(200, Samples.Document.balance), baseURL: url)
            _ = try await pool.account.balance()
            #expect(pool.network.sent[0].call.url == "https://api.smspool.net/request/balance")
        }
    }
}
