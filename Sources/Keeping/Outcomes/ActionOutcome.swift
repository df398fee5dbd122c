package import Lines
package import Providers

/// How a provider action ended, with everything that follows from it in one transaction.
package enum ActionOutcome: Equatable, Sendable {
    case bought(Purchase)
    case extended(Extension)
    /// How much came back, where the provider told.
    case refunded(Money? = nil)
    case cancelled(Cancellation)
    case resent(Resend)
    case swapped(Swap)
    case finished
    case woken
    /// Not tried at the provider, for a reason a person should read.
    case declined(String)
    /// Not tried, because it costs too much: it is looked at again when that may have changed.
    case tooDear(String)
    /// Not tried now, because something before it did not work; later it may be.
    case unready(String)
    case failed(ProviderError)
    /// It may well have happened, but something that belongs to it is not known yet; lists will tell.
    case unsettled(String)

    /// The id a line goes on under, where another order took the place of its own.
    var newProviderID: String? {
        switch self {
        case .resent(let resend): resend.newProviderID
        case .swapped(let swap): swap.newProviderID
        default: nil
        }
    }
}
