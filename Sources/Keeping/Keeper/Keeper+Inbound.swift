import Accounts
package import Lines
package import Storage

/// The interface for messages of the person's own numbers that come from files.
extension Keeper {
    /// Stores a message that was handed in.
    ///
    /// - Returns: its line, and whether it is new.
    /// - Throws: `OwnLineRefusal` or `StoreError`.
    package func receive(_ entry: MessageSpool.Entry) throws -> (Line, isNew: Bool) {
        try logic.receive(entry)
    }

    /// - Parameter name: the line's name in config.lua.
    package func receive(
        _ message: ReceivedMessage, postedAs id: String, on name: String, of account: String
    ) throws {
        try logic.receive(message, postedAs: id, on: name, of: account)
    }
}
