package import Lines
package import Transport

/// Why a provider did not do what it was asked, in the words of the design.
///
/// One case for each refusal the providers' documents name, carrying the figures the person needs;
/// what nobody foresaw is `unrecognised`, with the reply kept for the log.
package enum ProviderError: Error, Equatable, Sendable {
    /// The key is wrong, missing or expired.
    case wrongKey
    /// Not enough money on the account. Figures are nil where the provider does not tell.
    case insufficientBalance(price: Money?, balance: Money?)
    /// No number can be had now.
    case outOfStock(String)
    /// The service is not sold in this country; others are suggested where the provider names any.
    case notInCountry(suggested: [String])
    /// Nothing is sold below the given price.
    case nothingBelow(maxPrice: Money?)
    /// No price is known for the pair.
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
    /// No further code can be asked for, for now or at all.
    case notResendable(String)
    /// So many messages were received, of which the provider tells only webhooks.
    case onlyPushed(count: Int?)
    /// Parameters the provider says are missing or invalid.
    case badRequest([String])
    /// A plain no, in words nobody foresaw.
    case refused(String)
    /// The provider has no such call.
    case notOffered(Capabilities.Operation)
    case rateLimited(retryAfter: Duration?)
    /// The provider failed and says so. Whether a paid call was carried out is not known.
    case providerFailed(String)
    /// A page instead of an answer: a block, a challenge, maintenance; or an API that has moved (then to
    /// where, as far as it may be shown), was closed, or is closed to us.
    case blocked(status: Int, leadsTo: String? = nil)
    /// An answer nobody foresaw.
    case unrecognised(UnrecognisedReply)
    case transport(TransportError)
    /// One of the others, and how the provider itself put it: without keys and control characters, at
    /// most 300 of them.
    indirect case quoted(ProviderError, String)
}

extension ProviderError {
    /// What it is, in whosever words it was said.
    package var meaning: ProviderError {
        if case .quoted(let error, _) = self { error.meaning } else { self }
    }

    /// How the provider put it, where that is not what it is; nothing else.
    package var words: String {
        if case .quoted(_, let words) = self { words } else { "" }
    }

    /// Whether the service or the country is none the provider knows.
    var saysUnknownName: Bool { meaning == .unknownService || meaning == .unknownCountry }

    /// The same with the provider's own words, where it does not consist of them already.
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
