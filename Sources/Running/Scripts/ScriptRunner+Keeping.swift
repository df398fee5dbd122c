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
    /// - Returns: the script's whole name, and how much it was.
    package func forget(
        _ name: String, key: String?
    ) async throws -> (script: String, count: Int) {
        let name = try await known(name)
        return try await turns.take {
            let keys = try keeper.store.memory(of: name).keys.filter { key == nil || $0 == key }
            if let key, keys.isEmpty {
                throw KeeperError.refused(
                    "\(name) remembers nothing under \(key). `script \(name) --memory` lists it.")
            }
            try await keeper.change(.forget(script: name, key: key))
            await scripts.reset([name])
            return (name, keys.count)
        }
    }

    /// What was dropped of a script.
    package struct Dropped: Sendable {
        package var script: String
        package var timers = 0
        package var forwards = 0
        /// Forwards among them that waited for their channel.
        package var held = 0
        package var actions = 0
    }

    /// How many actions are dropped in one transaction.
    private static let batch = 200

    /// Drops a script's timers and, unless only they are meant, all that it decided and that has
    /// not begun.
    package func dropPending(of name: String, onlyTimers: Bool) async throws -> Dropped {
        let name = try await known(name)
        return try await turns.take {
            var dropped = Dropped(script: name, timers: try keeper.store.pendingTimers(of: name))
            try await keeper.change(.dropTimers(script: name))
            var isMore = !onlyTimers
            while isMore {
                let part = try await keeper.drop(pendingOf: name, most: Self.batch)
                dropped.forwards += part.count { $0.kind == .forward }
                dropped.held += part.count { $0.hold != nil }
                dropped.actions += part.count { $0.kind != .forward }
                isMore = part.count == Self.batch
            }
            return dropped
        }
    }

    /// Gives what a script remembers, its timers and its open actions to a file of another name. The
    /// file itself is renamed if it has not been.
    ///
    /// - Returns: both file names.
    package func rename(
        _ old: String, to new: String, in folder: String
    ) async throws -> (old: String, new: String) {
        let old = ScriptName(old).file, new = ScriptName(new).file
        guard new.wholeMatch(of: /[^\/.][^\/]*\.lua/) != nil, !new.hasSuffix(".d.lua") else {
            throw KeeperError.refused("\(new) is no name of a script, such as 20-bank.lua.")
        }
        try await turns.take {
            let files = FileManager.default
            let isThere = files.fileExists(atPath: "\(folder)/\(old)")
            let isNew = files.fileExists(atPath: "\(folder)/\(new)")
            let isRemembered = try isKnown(old)
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
        return (old, new)
    }

    /// The file name of a script that is in the folder, or that remembers or waits for something.
    private func known(_ typed: String) async throws -> String {
        let known = await scripts.status().map(\.name)
        let name = ScriptName(typed)
        if let found = name.found(in: known) { return found }
        for name in name.candidates where try isKnown(name) { return name }
        throw KeeperError.noSuchScript(typed, known: known)
    }

    private func isKnown(_ name: String) throws(StoreError) -> Bool {
        if try keeper.store.isRemembered(name) { return true }
        return try keeper.store.hasOpenActions(of: name)
    }
}
