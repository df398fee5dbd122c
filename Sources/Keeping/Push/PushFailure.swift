import Accounts
package import Providers
package import Storage

/// Why a call to a webhook was not accepted.
package enum PushFailure: Error {
    /// It is not authentic.
    case refused(PushRefusal)
    /// It is about a line that is not tracked yet and should be sent again.
    case early
    /// It could not be written and should be sent again.
    case unwritten(StoreError)
}
