import Accounts
package import Scripting
package import Storage

/// Loads the memory of scripts from the store.
extension Keeper {
    /// Empty if it cannot be read: a script without memory is better than none.
    package static func memory(of script: String, in store: Store) -> [String: ScriptValue] {
        ((try? store.memory(of: script)) ?? [:]).mapValues(ScriptValue.init(json:))
    }
}
