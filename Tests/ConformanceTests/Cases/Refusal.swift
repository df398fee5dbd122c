import Providers
import Transport

/// The kind of an error, without its figures and sentences.
enum Refusal: Sendable {
    case wrongKey, insufficientBalance, outOfStock, notInCountry, nothingBelow, noPrice
    case unknownService, unknownCountry, unknownOffer, notForOneService, wrongDays, notFound
    case tooEarly, refused
    case notCancellable, refundClosed, alreadyRefunded, notExtended, notResendable, badRequest,
        onlyPushed
    case notOffered, rateLimited, providerFailed, blocked, unrecognised
    case unreachable, answerLost, tooLarge, badURL, cancelled
}

extension ProviderError {
    var refusal: Refusal {
        switch meaning {
        case .wrongKey: .wrongKey
        case .insufficientBalance: .insufficientBalance
        case .outOfStock: .outOfStock
        case .notInCountry: .notInCountry
        case .nothingBelow: .nothingBelow
        case .noPrice: .noPrice
        case .unknownService: .unknownService
        case .unknownCountry: .unknownCountry
        case .unknownOffer: .unknownOffer
        case .notForOneService: .notForOneService
        case .refused: .refused
        case .wrongDays: .wrongDays
        case .notFound: .notFound
        case .tooEarly: .tooEarly
        case .notCancellable: .notCancellable
        case .refundClosed: .refundClosed
        case .alreadyRefunded: .alreadyRefunded
        case .notExtended: .notExtended
        case .notResendable: .notResendable
        case .badRequest: .badRequest
        case .onlyPushed: .onlyPushed
        case .notOffered: .notOffered
        case .rateLimited: .rateLimited
        case .providerFailed: .providerFailed
        case .blocked: .blocked
        case .unrecognised: .unrecognised
        case .transport(.unreachable), .transport(.untrusted): .unreachable
        case .transport(.answerLost): .answerLost
        case .transport(.tooLarge): .tooLarge
        case .transport(.badURL): .badURL
        case .transport(.cancelled): .cancelled
        case .quoted: preconditionFailure("a meaning is not quoted")
        }
    }
}
