import Accounts
import Foundation
import Keeping
import Lines
import Scripting
package import Storage

/// What a script remembers and waits for, as a person sees and changes it.
extension ScriptRunner {
    /// The values a script remembers, as JSON by key.
    package func memory(of name: String) async throws -> [String: String] {
        try keeper.store.memory(of: try await known(name))
    }

    package func timers(of name: String) async throws -> [TimerRecord] {
        try keeper.store.timers(of: [try await known(name)], limit: 10_000)
    }

    /// Changes what a script remembers or waits for, between two runs.
    ///
    /// - Returns: how much it was.
    package func forget(_ name: String, key: String?) async throws -> Int {
        let name = try await known(name)
        return try await turns.take {
            let keys = try keeper.store.memory(of: name).keys.filter { key == nil || $0 == key }
            if let key, keys.isEmpty {
                throw KeeperError.refused(
                    "\(name) remembers nothing under \(key). `script \(name) --memory` lists it.")
            }
            try await keeper.change(.forget(script: name, key: key))
            await scripts.reset([name])
            return keys.count
        }
    }

    /// Drops a script's timers, and its undelivered forwards unless only timers are meant.
    package func dropPending(
        of name: String, onlyTimers: Bool
    ) async throws -> (timers: Int, forwards: Int) {
        let name = try await known(name)
        return try await turns.take {
            let timers = try keeper.store.pendingTimers(of: name)
            let forwards = onlyTimers ? 0 : try keeper.store.pendingForwards(of: name)
            try await keeper.change(.dropTimers(script: name))
            if !onlyTimers { try await keeper.change(.dropForwards(script: name)) }
            return (timers, forwards)
        }
    }

    /// Gives what a script remembers, and its timers, to a file of another name. The file itself
    /// is renamed if it has not been.
    package func rename(_ old: String, to new: String, in folder: String) async throws {
        let old = fileName(old), new = fileName(new)
        guard new.wholeMatch(of: /[^\/.][^\/]*\.lua/) != nil, !new.hasSuffix(".d.lua") else {
            throw KeeperError.refused("\(new) is no name of a script, such as 20-bank.lua.")
        }
        try await turns.take {
            let files = FileManager.default
            let isThere = files.fileExists(atPath: "\(folder)/\(old)")
            let isNew = files.fileExists(atPath: "\(folder)/\(new)")
            let isRemembered = try keeper.store.isRemembered(old)
            guard isThere || isRemembered else {
                throw KeeperError.noSuchScript(old, known: await scripts.status().map(\.name))
            }
            guard !(isThere && isNew) else {
                throw KeeperError.refused("There are both \(old) and \(new). Remove one of them.")
            }
            guard try !keeper.store.isRemembered(new) else {
                throw KeeperError.refused(
                    "\(new) has a memory or timers of its own. Run `script \(new) --forget-all` and "
                        + "`script \(new) --timers --drop` first.")
            }
            if isThere {
                try files.moveItem(atPath: "\(folder)/\(old)", toPath: "\(folder)/\(new)")
            }
            try await keeper.change(.rename(script: old, to: new))
            await scripts.reset([old, new])
        }
        await load()
    }

    private func fileName(_ name: String) -> String {
        name.hasSuffix(".lua") ? name : name + ".lua"
    }

    /// The file name of a script that is in the folder, or that remembers something.
    private func known(_ name: String) async throws -> String {
        let known = await scripts.status().map(\.name)
        let names = [name, name + ".lua"]
        if let found = names.first(where: known.contains) { return found }
        for name in names where try keeper.store.isRemembered(name) { return name }
        throw KeeperError.noSuchScript(name, known: known)
    }
}
