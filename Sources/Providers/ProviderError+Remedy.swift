import Lines
import Transport

extension ProviderError {
    /// What to do about the error.
    package enum Remedy: Equatable, Sendable {
        /// The same call may succeed later, but not before the given time.
        case retry(after: Duration?)
        /// It cannot succeed as it is; a person must change something.
        case giveUp
    }

    package var remedy: Remedy {
        switch self {
        case .tooEarly(let after), .rateLimited(let after): .retry(after: after)
        case .providerFailed, .blocked, .unrecognised, .outOfStock, .refused: .retry(after: nil)
        case .transport(.badURL): .giveUp
        case .transport: .retry(after: nil)
        case .wrongKey, .insufficientBalance, .notInCountry, .nothingBelow, .noPrice,
            .unknownService, .unknownCountry, .unknownOffer, .notForOneService, .wrongDays,
            .notFound, .notCancellable, .refundClosed, .alreadyRefunded, .notExtended,
            .notResendable,
            .onlyPushed, .badRequest, .notOffered:
            .giveUp
        case .quoted(let error, _): error.remedy
        }
    }

    /// Whether it says nothing about the question, so that asking again may help. A missing page is
    /// an answer.
    package var isTrouble: Bool {
        switch meaning {
        case .blocked(404, _), .blocked(405, _): false
        case .transport, .rateLimited, .wrongKey, .providerFailed, .unrecognised, .blocked: true
        default: false
        }
    }

    /// Whether a purchase was refused for what was ordered, so that another offer may be had: it is
    /// sold out, dearer than allowed, not sold there, or refused in the provider's own words.
    package var isOfOffer: Bool {
        switch meaning {
        case .outOfStock, .notInCountry, .nothingBelow, .noPrice, .unknownService, .unknownCountry,
            .unknownOffer, .notForOneService, .wrongDays, .refused, .badRequest:
            true
        case .wrongKey, .insufficientBalance, .notFound, .tooEarly, .notCancellable, .refundClosed,
            .alreadyRefunded, .notExtended, .notResendable, .onlyPushed, .notOffered, .rateLimited,
            .providerFailed, .blocked, .unrecognised, .transport, .quoted:
            false
        }
    }

    /// Whether a paid call with this error may have been carried out nevertheless.
    ///
    /// A refusal in the provider's own words was not carried out, nor was a call rejected by the
    /// network in front of the provider. A 5xx, an unreadable answer, or a page in place of success
    /// says nothing about what happened behind it.
    package var leavesDoubt: Bool {
        switch self {
        case .transport(let error): error.mayHaveActed
        case .providerFailed, .unrecognised: true
        case .blocked(let status, _): status >= 500 || status < 300
        case .quoted(let error, _): error.leavesDoubt
        default: false
        }
    }
}

extension ProviderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongKey:
            "The provider refuses the key. Check the account's key in config.lua."
        case .insufficientBalance(let price?, let balance?):
            "Insufficient balance: it costs \(price) and the account has \(balance). Top up the "
                + "account."
        case .insufficientBalance(let price?, nil):
            "Insufficient balance: \(price) needed. Top up the account."
        case .insufficientBalance:
            "Insufficient balance. Top up the account."
        case .outOfStock(let detail):
            detail.isEmpty ? "No number is in stock now. Try later or elsewhere." : detail
        case .notInCountry(let suggested) where suggested.isEmpty:
            "This service is not sold in this country. `offers SERVICE` shows where it is."
        case .notInCountry(let suggested):
            "This service is not sold in this country. Try: \(suggested.joined(separator: ", "))."
        case .nothingBelow(let price):
            "Nothing is sold below \(price.map(String.init(describing:)) ?? "that price"). "
                + "Raise --max-price or choose another country."
        case .noPrice:
            "The provider has no price for this service in this country."
        case .unknownService:
            "The provider does not know this service. `offers --services` lists the known ones."
        case .unknownCountry:
            "The provider does not know this country. `offers --countries` lists the known ones."
        case .unknownOffer:
            "The provider has no such rental. `offers --rentals` lists them."
        case .notForOneService:
            "This rental is not sold for one service alone. Rent it without --service."
        case .wrongDays(let days) where days.isEmpty:
            "This number of days is not offered."
        case .wrongDays(let days):
            "This number of days is not offered. Choose one of: "
                + days.map(String.init).joined(separator: ", ") + "."
        case .notFound:
            "The provider does not know this order or rental."
        case .tooEarly(let after):
            after.map { "Too early; allowed in \($0.inWords)." }
                ?? "Too early. It will be allowed within a few minutes."
        case .notCancellable(let why):
            why.isEmpty ? "It can no longer be cancelled." : why
        case .refundClosed:
            "No longer refundable: the window has closed or it has received a message."
        case .alreadyRefunded:
            "Already refunded."
        case .notExtended(let why):
            why.isEmpty ? "Not extended, and nothing was charged." : why
        case .notResendable(let why):
            why.isEmpty ? "No further code can be requested now." : why
        case .onlyPushed:
            "The provider sends the messages of rentals only to a webhook. Set up `push` in "
                + "config.lua."
        case .badRequest(let problems):
            "The provider refuses the request: "
                + problems.map { $0.trimming(suffix: ".") }.joined(separator: "; ") + "."
        case .refused(let words):
            "The provider refuses it: \(words.withFullStop)"
        case .notOffered(let operation):
            "This provider \(operation.absence)."
        case .rateLimited(let after):
            "The provider asks to slow down"
                + (after.map { " for \($0.wholeSeconds) s." } ?? ".")
        case .providerFailed(let text):
            text.isEmpty ? "The provider failed." : "The provider failed: \(text)"
        case .blocked(let status, let target): Self.story(of: status, target)
        case .unrecognised(let reply):
            "Unrecognised reply to \(reply.operation) (HTTP \(reply.status)). It is in the log"
                + (reply.beginning.isEmpty ? "." : " and begins: \(reply.beginning)")
        case .transport(let error):
            error.description
        case .quoted(let error, let words):
            "\(error.description.withFullStop) The provider says: \(words.withFullStop)"
        }
    }
}

extension ProviderError {
    /// The meaning, by its status, of an answer that is not from the API.
    private static func story(of status: Int, _ target: String?) -> String {
        let place = target.map { " to \($0)" } ?? ""
        return switch status {
        case 301, 308:
            "The API has moved\(place) (HTTP \(status)). Verify this, then set the account's "
                + "url in config.lua."
        case 300..<400:
            "The API answers with a redirect\(place) (HTTP \(status)), which is not followed. The "
                + "provider may be down, or the account's url is wrong."
        case 402:
            "The provider requires payment (HTTP 402). Check the account on its website."
        case 404:
            "There is no API at this address (HTTP 404). It was moved or closed, or the account's url "
                + "is wrong."
        case 410:
            "The API was closed for good (HTTP 410). See the provider's website, and the account's "
                + "url in config.lua."
        case 451:
            "The provider may not answer here for legal reasons (HTTP 451)."
        default:
            "The answer was a web page (HTTP \(status)). The provider may be down or may be "
                + "blocking this machine, or the account's base URL is wrong."
        }
    }
}

extension UnrecognisedReply {
    /// As much of it as fits in a sentence.
    fileprivate var beginning: String {
        let words = excerpt.split { $0.isWhitespace }.joined(separator: " ")
        return words.count > 120 ? "\(words.prefix(120))…" : words
    }
}

extension String {
    fileprivate var withFullStop: String {
        last.map { ".!?…".contains($0) } ?? true ? self : self + "."
    }
}
