import Accounts
import Lines
import Storage

/// A doubt that a person settles.
extension KeeperLogic {
    /// A person states that a call in doubt did not happen.
    mutating func dismiss(_ id: Action.ID) throws(KeeperError) {
        let doubt = try action(id)
        guard doubt.state == .doubt else {
            throw .refused(
                "Action \(id) is \(doubt.state.rawValue), so there is no doubt to dismiss. "
                    + "`doubts` lists them.")
        }
        try writing { () throws(StoreError) in
            var line = line(doubt.line)
            line?.inDoubt = false
            try close(doubt, .failed, "Dismissed by hand: not carried out.", line: line)
        }
    }
}
