package import Lines
package import Providers

/// How a provider action ended, with all its consequences in one transaction.
package enum ActionOutcome: Equatable, Sendable {
    case bought(Purchase)
    case extended(Extension)
    /// The amount refunded, if the provider told it.
    case refunded(Money? = nil)
    case cancelled(Cancellation)
    case resent(Resend)
    case swapped(Swap)
    case finished
    case woken
    case reset
    case autoExtends(Bool)
    /// Not tried, for a reason a person should read.
    case declined(String)
    /// Not tried because it is too expensive; checked again when that may have changed.
    case tooDear(String)
    /// Not tried yet because a preceding step failed; it may succeed later.
    case unready(String)
    case failed(ProviderError)
    /// Probably done, but a related fact is still unknown; the lists will show it.
    case unsettled(String)

    /// The id under which a line continues after another order has replaced its own.
    package var newProviderID: String? {
        switch self {
        case .resent(let resend): resend.newProviderID
        case .swapped(let swap): swap.newProviderID
        default: nil
        }
    }
}
