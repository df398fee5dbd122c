package import Accounts
package import Keeping
package import Lines
package import Logging
import Providers
package import Storage
import Transport

/// Takes in what was left for the person's own numbers in files: by `receive`, and by programs that
/// keep received messages in a folder.
///
/// A message is stored before its file is removed or passed over, and its id makes a file that is
/// read twice harmless. So a program that is killed at any moment loses nothing that is on the disk.
package struct InboundService: Sendable {
    private static let interval = Duration.seconds(1)
    /// How soon a file that nobody could use is tried again: config.lua is read at a start only, and
    /// the database may recover.
    private static let patience = Duration.minutes(1)
    /// The most files taken in one round, so that a round has an end.
    private static let most = 500

    let keeper: Keeper
    package let spool: MessageSpool
    let folders: [InboundFolder]
    let logger: Logger
    private let taken = TakenFiles()

    /// - Parameter zone: this machine's.
    package init(
        keeper: Keeper, spool: MessageSpool, accounts: [Account], zone: LocalZone, logger: Logger
    ) {
        self.keeper = keeper
        self.spool = spool
        self.logger = logger
        folders = accounts.flatMap { account in
            account.ownLines.compactMap { line in
                line.folder.map {
                    InboundFolder(
                        account: account.name, line: line.name, folder: $0, zone: zone)
                }
            }
        }
    }

    /// Works until the task is cancelled.
    func run() async {
        var folders = folders
        var refused: [String: Instant] = [:]
        var told: Set<String> = []
        while !Task.isCancelled {
            let now = keeper.world.now()
            refused = refused.filter { now >= $0.value && now - $0.value < Self.patience }
            let names = spool.names(at: now)
            told.formIntersection(names)
            for name in names.filter({ refused[$0] == nil }).prefix(Self.most) {
                guard case .kept(let reason) = await take(name) else { continue }
                refused[name] = now
                guard told.insert(name).inserted else { continue }
                await note("A message that was handed in is not stored. \(reason)")
            }
            for index in folders.indices { await look(into: &folders[index]) }
            try? await keeper.world.sleep(Self.interval)
        }
    }

    // MARK: The spool

    /// What became of a message that was handed in.
    package enum Outcome: Equatable, Sendable {
        /// Stored on this line; false if it was stored before.
        case stored(Line, isNew: Bool)
        /// It waits in the spool; the sentence says why.
        case kept(String)
        /// It is not in the spool: it was taken in before.
        case gone
    }

    /// Stores one message of the spool. Whoever asks for it last learns what became of it as well.
    package func take(_ name: String) async -> Outcome {
        await taken.once(name) { await store(name) }
    }

    private func store(_ name: String) async -> Outcome {
        switch spool.read(name) {
        case .gone: return .gone
        case .empty:
            spool.remove(name)
            return .gone
        case .unreadable:
            spool.setAside(name)
            return .kept("\(spool.folder)/\(name) is no message and was renamed.")
        case .entry(let entry):
            do {
                let (line, isNew) = try await keeper.receive(entry)
                spool.remove(name)
                return .stored(line, isNew: isNew)
            } catch {
                return .kept("\(error) It is kept as \(spool.folder)/\(name).")
            }
        }
    }

    // MARK: Folders

    private func look(into folder: inout InboundFolder) async {
        do {
            for found in try folder.found(at: keeper.world.now(), atMost: Self.most) {
                try await keeper.receive(
                    found.message, postedAs: found.id, on: folder.line, of: folder.account)
                folder.passOver(found)
            }
            folder.isReportedMissing = false
        } catch let error as InboundFolder.Unreadable {
            guard !folder.isReportedMissing else { return }
            folder.isReportedMissing = true
            await note(error.description)
        } catch {
            // The next round finds the same files.
            logger.error(
                "messages of a folder could not be stored", metadata: ["reason": "\(error)"])
        }
    }

    private func note(_ text: String) async {
        // The log has every event of this kind.
        do {
            try await keeper.note(kind: "post_refused", text: text)
        } catch {
            logger.warning("\(text)")
        }
    }
}
