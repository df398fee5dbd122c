package import Scripting
package import Storage

/// What scripts remember, as the store has it.
extension Keeper {
    /// Nothing when it cannot be read: a script that starts anew is better than none.
    package static func memory(of script: String, in store: Store) -> [String: ScriptValue] {
        ((try? store.memory(of: script)) ?? [:]).mapValues(ScriptValue.init(json:))
    }
}
