import Lines
import Providers
import Testing

/// A refusal of SMSPool, and its meaning.
struct Refusal: Sendable, CustomTestStringConvertible {
    var question: Question
    var status: Int
    var body: String
    var meaning: ProviderError

    init(_ question: Question, _ status: Int = 200, body: String, _ meaning: ProviderError) {
        self.question = question
        self.status = status
        self.body = body
        self.meaning = meaning
    }

    init(_ question: Question, _ status: Int = 200, says message: String, _ meaning: ProviderError)
    {
        self.init(
            question, status, body: #"{"success":0,"message":"\#(message)"}"#, meaning)
    }

    var testDescription: String { "\(question) \(status) \(body.prefix(80))" }

    private static let days =
        "You selected a invalid amount of days! The following days are available:"
    private static let topUp = "You do not have enough balance, please top up your account with"
    private static let settings =
        "Your API key which can be found on your settings page at /my/settings"

    /// Refusals in the public document, all under HTTP 200.
    static let document: [Refusal] = [
        Refusal(.offer, says: "Fill in all params!", .badRequest(["Fill in all params!"])),
        Refusal(
            .offer,
            body: #"{"success":0,"message":"No price was found for this query.","price":0}"#,
            .noPrice),
        Refusal(
            .order,
            says:
                "This country is currently not available for this service, please try the following countries: ",
            .notInCountry(suggested: [])),
        Refusal(
            .order,
            says:
                "This country is currently not available for this service, please try the following countries: United Kingdom, Côte d'Ivoire<br>Viet Nam.",
            .notInCountry(suggested: ["United Kingdom", "Côte d'Ivoire", "Viet Nam"])),
        Refusal(
            .order, says: "Insufficient balance, the price is: 0.85 while you only have: 0.00",
            .insufficientBalance(price: dollars("0.85"), balance: .zero)),
        Refusal(
            .order,
            body:
                #"{"success":0,"errors":[{"message":"Missing or invalid param: country"},{"message":"Missing or invalid param: service"},{"message":"Missing or invalid param: key","description":"\#(settings)"}]}"#,
            .badRequest([
                "Missing or invalid param: country", "Missing or invalid param: service",
                "Missing or invalid param: key",
            ])),
        Refusal(
            .balance,
            body: #"{"success":0,"errors":[{"message":"Missing or invalid param: key"}]}"#,
            .wrongKey),
        Refusal(
            .order,
            body: #"{"success":0,"errors":[{"message":"Missing or invalid param: country"}]}"#,
            .unknownCountry),
        Refusal(
            .order,
            body: #"{"success":0,"errors":[{"message":"Missing or invalid param: service"}]}"#,
            .unknownService),
        Refusal(
            .order, says: "This service is not available for this country.",
            .notInCountry(suggested: [])),
        Refusal(
            .order, says: "Something went horribly wrong, try again please!",
            .providerFailed("Something went horribly wrong, try again please!")),
        Refusal(.check, says: "We could not find this order!", .notFound),
        Refusal(
            .resend,
            body:
                #"{"success":0,"message":"Phonenumber could not be requested again, try later again.","resend":0}"#,
            .notResendable("Phonenumber could not be requested again, try later again.")),
        Refusal(.cancel, body: #"{"success":0}"#, .tooEarly(retryAfter: nil)),
        Refusal(
            .rentalOffers, says: "Fill in all params! [GET: type, key (optional)]",
            .badRequest(["Fill in all params! [GET: type, key (optional)]"])),
        Refusal(.rent, says: "The service you entered is not available!", .notForOneService),
        Refusal(
            .rent, says: "\(topUp) 0.00 dollars in order to purchase this rental.",
            .insufficientBalance(price: nil, balance: nil)),
        Refusal(
            .rent, says: "Something has gone wrong, please try later again.",
            .providerFailed("Something has gone wrong, please try later again.")),
        Refusal(.rent, says: "\(days) 7 14 30 ", .wrongDays(available: [7, 14, 30])),
        Refusal(.messages, says: "No rental was found!", .notFound),
        Refusal(.status, says: "No rental was found!", .notFound),
        Refusal(
            .refund, says: "This number could not be refunded as you already have refunded it.",
            .alreadyRefunded),
        Refusal(
            .refund,
            says: "TYou cannot refund a rental after 12 hours or after receiving one message.",
            .refundClosed),
        Refusal(
            .extend,
            says: "Something went wrong on extending your rental, you have NOT been charged!",
            .notExtended(
                "Something went wrong on extending your rental, you have NOT been charged!")),
        Refusal(
            .extend, says: "\(topUp) 4.50 dollars in order to purchase this rental.",
            .insufficientBalance(price: dollars("4.50"), balance: nil)),
        Refusal(.extend, says: "\(days) 7 14 30 ", .wrongDays(available: [7, 14, 30])),
    ]

    /// Refusals of today's servers.
    static let current: [Refusal] = [
        Refusal(
            .offer, 400,
            body:
                #"{"success":0,"errors":[{"message":"You are missing a required parameter for this request.","param":"service","description":"The service ID"}]}"#,
            .badRequest(["You are missing a required parameter for this request. (service)"])),
        Refusal(
            .balance, 403,
            body:
                #"{"success":0,"errors":[{"message":"Invalid API key","param":"key","description":"\#(settings)"}]}"#,
            .wrongKey),
        Refusal(
            .balance, body: #"{"errors":[{"message":"Invalid API key","param":"key"}]}"#, .wrongKey),
        Refusal(
            .order, 422,
            body:
                #"{"success":0,"type":"OUT_OF_STOCK","message":"<p>Pool <b>Foxtrot</b>: <p>We couldn't find an available phone number for you, please try again later!</p></p>","errors":[{"message":"We couldn't find an available phone number for you, please try again later!"}],"pools":{"Foxtrot":{"success":0,"type":"OUT_OF_STOCK","message":"We couldn't find an available phone number for you, please try again later!","errors":[]}}}"#,
            .outOfStock(
                "Pool Foxtrot: We couldn't find an available phone number for you, please try again later!"
            )),
        Refusal(
            .order, 422,
            body:
                #"{"success":0,"type":"BALANCE_ERROR","message":"<p>Pool <b>Foxtrot</b>: <p>Insufficient balance, the price is: 0.24 while you only have: 0.00</p></p>","pools":{"Foxtrot":{"success":0,"type":"BALANCE_ERROR"}}}"#,
            .insufficientBalance(price: dollars("0.24"), balance: .zero)),
        Refusal(
            .order, 422,
            body:
                #"{"success":0,"type":"PRICE_NOT_FOUND","message":"We could not find a suitable pool below the price of: 0.01"}"#,
            .nothingBelow(maxPrice: dollars("0.01"))),
        Refusal(
            .cancel, 400, says: "Your order cannot be cancelled yet, please try again later.",
            .tooEarly(retryAfter: nil)),
        Refusal(
            .cancel, 400,
            says: "This phone number cannot be cancelled yet, please try again later!",
            .tooEarly(retryAfter: nil)),
        Refusal(
            .cancel, 400,
            says: "Your order cannot be cancelled yet, please try again in 42 seconds.",
            .tooEarly(retryAfter: .seconds(42))),
        Refusal(
            .cancel, 400, says: "This order cannot be cancelled.",
            .notCancellable("This order cannot be cancelled.")),
        Refusal(.cancel, 400, says: "This order has already been refunded.", .alreadyRefunded),
        Refusal(.cancel, 404, says: "We could not find this order!", .notFound),
        Refusal(.cancel, 404, body: #"{"success":false}"#, .notFound),
        Refusal(
            .resend, 400,
            says: "This number cannot be resent at the moment, please try again later.",
            .notResendable("This number cannot be resent at the moment, please try again later.")),
        Refusal(
            .resend, 400, says: "You can only re-send to a phonenumber that has received a SMS",
            .notResendable("You can only re-send to a phonenumber that has received a SMS")),
        Refusal(
            .resend, 400,
            says:
                "This phonenumber is not available for re-send, please purchase a new number instead.",
            .notResendable(
                "This phonenumber is not available for re-send, please purchase a new number instead."
            )),
        Refusal(
            .resend, 400, says: "Ask somebody else.", .notResendable("Ask somebody else.")),
        Refusal(
            .resendPrice,
            body:
                #"{"success":0,"message":"Phonenumber could not be requested again, try later again.","resend":0}"#,
            .notResendable("Phonenumber could not be requested again, try later again.")),
        Refusal(
            .resendPrice, 400, says: "Ask somebody else.", .notResendable("Ask somebody else.")),
        Refusal(.extend, 400, says: "Not this one.", .notExtended("Not this one.")),
        Refusal(.refund, 400, says: "Not this one.", .refused("Not this one.")),
        Refusal(.cancel, says: "Not this one.", .refused("Not this one.")),
        Refusal(.order, 422, says: "Not this one.", .refused("Not this one.")),
        Refusal(.rent, 400, says: "\(days) 30", .wrongDays(available: [30])),
        Refusal(
            .rent, 400, says: "\(topUp) 10.00 dollars in order to purchase this rental.",
            .insufficientBalance(price: dollars("10.00"), balance: nil)),
        Refusal(
            .rent, 400,
            says:
                "Invalid rental ID, please enter a valid rental ID from /rental/retrieve_all endpoint",
            .unknownOffer),
        Refusal(
            .rent, 400, says: "This rental is currently out of stock!",
            .outOfStock("This rental is currently out of stock!")),
        Refusal(.extend, 404, says: "This rental could not be found.", .notFound),
        Refusal(
            .status, 500, says: "Something went wrong", .providerFailed("Something went wrong")),
        Refusal(.order, 503, body: #"{"success":0}"#, .providerFailed("HTTP 503")),
        Refusal(
            .order, body: #"{"success":"0","message":"Too many requests"}"#,
            .rateLimited(retryAfter: nil)),
    ]
}
