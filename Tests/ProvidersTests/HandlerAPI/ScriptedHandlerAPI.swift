import Lines
import Providers
import TestSupport
import Transport

/// An account with handler_api and prepared answers.
struct ScriptedHandlerAPI {
    static let url = "http://127.0.0.1:8089/x"

    let network: ScriptedTransport
    let account: HandlerAPI

    init(_ bodies: String..., dialect: HandlerAPIDialect = .original) {
        self.init(results: bodies.map { .success(HTTPReply(200, $0)) }, dialect: dialect)
    }

    init(_ replies: HTTPReply..., dialect: HandlerAPIDialect = .original) {
        self.init(results: replies.map { .success($0) }, dialect: dialect)
    }

    init(
        results: [Result<HTTPReply, TransportError>], dialect: HandlerAPIDialect = .original,
        baseURL: String = ScriptedHandlerAPI.url, currency: String = Money.usd,
        zone: LocalZone = .utc
    ) {
        network = ScriptedTransport(results)
        account = HandlerAPI(
            transport: network, baseURL: baseURL, key: Secret(key), dialect: dialect,
            currency: currency, timeZone: zone)
    }

    /// The actions called, in order.
    var asked: [String] { network.sent.map { $0.query["action"] ?? "" } }
}

/// Every call of an account, with sample arguments and an answer that grants it.
enum HandlerAPIQuestion: String, CaseIterable, Sendable {
    case balance, countries, services, offer, suggested, stock, operators
    case order, again, againPrice, cancel, resend, finish, announce, check, active, past
    case rentalOffers, rentalOffer, rent, extend, extensionPrice, refund, finishRental
    case status, messages, rentals

    func ask(_ account: HandlerAPI) async throws(ProviderError) {
        switch self {
        case .balance: _ = try await account.balance()
        case .countries: _ = try await account.countries()
        case .services: _ = try await account.services(in: nil)
        case .offer: _ = try await account.activationOffer(service: "wa", country: "16")
        case .suggested: _ = try await account.suggestedCountries(service: "wa")
        case .stock: _ = try await account.stock(in: "16")
        case .operators: _ = try await account.operators(in: "16")
        case .order: _ = try await account.order(ActivationOrder(service: "wa", country: "16"))
        case .again: _ = try await account.again("7")
        case .againPrice: _ = try await account.againPrice(of: "7")
        case .cancel: _ = try await account.cancel("7")
        case .resend: _ = try await account.resend("7")
        case .finish: _ = try await account.finish("7")
        case .announce: _ = try await account.announce("7")
        case .check: _ = try await account.check("7")
        case .active: _ = try await account.activeActivations()
        case .past: _ = try await account.pastActivations()
        case .rentalOffers: _ = try await account.rentalOffers()
        case .rentalOffer: _ = try await account.rentalOffer("0:full")
        case .rent: _ = try await account.rent(RentalOrder(offer: "0:full", days: 7))
        case .extend: _ = try await account.extend("7", days: 7)
        case .extensionPrice: _ = try await account.extensionPrice(of: "7", days: 7)
        case .refund: _ = try await account.refund("7")
        case .finishRental: _ = try await account.finishRental("7")
        case .status: _ = try await account.status(of: "7")
        case .messages: _ = try await account.messages(of: "7")
        case .rentals: _ = try await account.rentals()
        }
    }

    var granted: [String] {
        let rentables = #"{"services":{"full":{"cost":"2","quant":1}},"currency":840}"#
        let phone =
            #"{"status":"success","phone":{"id":7,"endDate":"2024-08-01T12:01:52","number":"79959707564"}}"#
        switch self {
        case .balance: return ["ACCESS_BALANCE:17.154"]
        case .countries: return [#"{"16":{"id":16,"eng":"United Kingdom","visible":1}}"#]
        case .services:
            return [#"{"status":"success","services":[{"code":"wa","name":"WhatsApp"}]}"#]
        case .offer: return [#"{"16":{"wa":{"cost":0.5,"count":7,"physicalCount":3}}}"#]
        case .suggested:
            return [
                #"{"0":{"country":16,"count":7,"price":0.5}}"#, #"{"16":{"eng":"UK"}}"#,
                #"[{"country":16,"share":50,"rate":50}]"#,
            ]
        case .stock: return [#"{"aww":"4758","vk_0":"3"}"#]
        case .operators:
            return [#"{"status":"success","countryOperators":{"16":["any","o2"]}}"#]
        case .order:
            return [
                #"{"activationId":7,"phoneNumber":"447911123456","activationCost":12.50,"currency":840,"activationTime":"2024-07-26 12:00:00"}"#
            ]
        case .again: return ["ACCESS_NUMBER:8:447911123456"]
        case .againPrice:
            return [#"{"status":"success","cost":12.5,"currency":840,"service":"wa"}"#]
        case .cancel: return ["ACCESS_CANCEL"]
        case .resend: return ["ACCESS_RETRY_GET"]
        case .finish: return ["ACCESS_ACTIVATION"]
        case .announce: return ["ACCESS_READY"]
        case .check: return ["STATUS_WAIT_CODE"]
        case .active:
            return [
                #"{"status":"success","activeActivations":[{"activationId":"7","serviceCode":"wa","phoneNumber":"447911123456","activationCost":12.5,"activationStatus":"4","smsCode":null,"activationTime":"2024-07-26 11:50:00","countryCode":"16","currency":840}]}"#
            ]
        case .past:
            return [
                #"[{"id":7,"date":"2024-07-26 11:50:00","phone":"447911123456","sms":"1234","cost":0,"status":"4","currency":840}]"#
            ]
        case .rentalOffers, .rentalOffer: return [rentables, rentables, rentables]
        case .rent, .extend: return [phone]
        case .extensionPrice: return [#"{"status":"success","price":9.5,"currency":840}"#]
        case .refund, .finishRental: return [#"{"status":"success"}"#]
        case .status, .messages:
            return [
                #"{"status":"success","quantity":"1","values":{"0":{"phoneFrom":"bank","text":"hi","date":"2024-07-26 11:50:00"}}}"#
            ]
        case .rentals:
            return [#"{"status":"success","values":{"0":{"id":"7","phone":"447911123456"}}}"#]
        }
    }

    /// Calls that change something.
    static let payments: [HandlerAPIQuestion] = [
        .order, .again, .cancel, .resend, .finish, .announce, .rent, .extend, .refund,
        .finishRental,
    ]

    /// Calls about one line.
    static let aboutLines: [HandlerAPIQuestion] = [
        .again, .againPrice, .cancel, .resend, .finish, .check, .extend, .extensionPrice, .refund,
        .status,
        .messages,
    ]

    func error(_ scripted: ScriptedHandlerAPI) async -> ProviderError? {
        do {
            try await ask(scripted.account)
            return nil
        } catch {
            return error.meaning
        }
    }

    func error(
        _ reply: HTTPReply, dialect: HandlerAPIDialect = .original
    ) async -> ProviderError? {
        // Twice: an order may be requested in two ways.
        await error(ScriptedHandlerAPI(reply, reply, dialect: dialect))
    }
}
