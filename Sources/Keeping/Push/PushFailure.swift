package import Providers
package import Storage

/// Why a call to a webhook was not taken in.
package enum PushFailure: Error {
    /// It is not believed.
    case refused(PushRefusal)
    /// It is about a line that is not known yet: it should be sent again.
    case early
    /// It could not be written down: it should be sent again.
    case unwritten(StoreError)
}
