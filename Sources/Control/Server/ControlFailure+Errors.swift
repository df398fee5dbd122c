import Accounts
import Keeping
import Lines
import Providers
import Storage

extension ControlFailure {
    /// The failure to report for an error of any layer.
    init(_ error: any Error) {
        switch error {
        case let failure as ControlFailure: self = failure
        case let error as KeeperError:
            if case .noCode = error {
                self.init(.noCode, error.description)
            } else {
                self.init(.failed, error.description)
            }
        case let error as ProviderError: self.init(.failed, error.description)
        case let error as StoreError: self.init(.failed, error.description)
        case is CancellationError: self.init(.failed, "The manager is stopping.")
        default: self.init(.failed, "Internal error: \(error)")
        }
    }
}
