package import Lines
package import Transport

/// Why a provider did not carry out a call, in the terms of the design.
///
/// One case per refusal named in the providers' documents, with the figures a person needs.
/// Anything unforeseen is `unrecognised`, with the reply kept for the log.
package enum ProviderError: Error, Equatable, Sendable {
    /// The key is wrong, missing or expired.
    case wrongKey
    /// Not enough money in the account. Figures are nil if the provider does not give them.
    case insufficientBalance(price: Money?, balance: Money?)
    /// No number is available now.
    case outOfStock(String)
    /// The service is not sold in this country; others are suggested if the provider names any.
    case notInCountry(suggested: [String])
    /// Nothing is sold below the given price.
    case nothingBelow(maxPrice: Money?)
    /// No price is known for this service and country.
    case noPrice
    case unknownService
    case unknownCountry
    case unknownOffer
    /// The rental is not sold for one service alone.
    case notForOneService
    case wrongDays(available: [Int])
    /// The provider does not know this order or rental.
    case notFound
    /// Too early to cancel or swap; `retryAfter` where the provider tells.
    case tooEarly(retryAfter: Duration?)
    /// Can no longer be cancelled in the state it is in.
    case notCancellable(String)
    /// The refund window is over, or a message was received.
    case refundClosed
    case alreadyRefunded
    /// The extension was refused and nothing was charged.
    case notExtended(String)
    /// No further code can be requested, now or ever.
    case notResendable(String)
    /// This many messages were received, which the provider sends only to webhooks.
    case onlyPushed(count: Int?)
    /// Parameters the provider says are missing or invalid.
    case badRequest([String])
    /// A plain refusal in unforeseen words.
    case refused(String)
    /// The provider has no such call.
    case notOffered(Capabilities.Operation)
    case rateLimited(retryAfter: Duration?)
    /// The provider reports a failure of its own. It is unknown whether a paid call was carried
    /// out.
    case providerFailed(String)
    /// A page instead of an answer: a block, a challenge, maintenance; or an API that moved (with
    /// the part of its target that may be shown), was closed, or is closed to us.
    case blocked(status: Int, leadsTo: String? = nil)
    /// An unforeseen answer.
    case unrecognised(UnrecognisedReply)
    case transport(TransportError)
    /// One of the other errors with the provider's own wording, without keys and control
    /// characters, at most 300 characters.
    indirect case quoted(ProviderError, String)
}

extension ProviderError {
    /// The error itself, without the provider's wording.
    package var meaning: ProviderError {
        if case .quoted(let error, _) = self { error.meaning } else { self }
    }

    /// The provider's wording, if it adds anything; otherwise empty.
    package var words: String {
        if case .quoted(_, let words) = self { words } else { "" }
    }

    /// Whether the provider does not know the service or the country.
    var saysUnknownName: Bool { meaning == .unknownService || meaning == .unknownCountry }

    /// The same with the provider's wording, unless it consists of that already.
    package func quoting(_ words: String) -> ProviderError {
        guard !words.isEmpty else { return self }
        switch self {
        case .quoted, .unrecognised, .transport, .blocked, .notOffered, .providerFailed, .refused:
            return self
        case .outOfStock(let said), .notCancellable(let said), .notExtended(let said),
            .notResendable(let said):
            return said.contains(words) ? self : .quoted(self, words)
        case .badRequest(let said):
            return said.contains { words.contains($0) } ? self : .quoted(self, words)
        default: return .quoted(self, words)
        }
    }
}

/// An answer that could not be read, kept for the log.
package struct UnrecognisedReply: Equatable, Sendable {
    package var operation: String
    package var status: Int
    /// The beginning of the body, without keys and control characters, at most 500 characters.
    package var excerpt: String

    package init(operation: String, status: Int, excerpt: String) {
        self.operation = operation
        self.status = status
        self.excerpt = excerpt
    }
}
