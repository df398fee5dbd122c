import Foundation
import GRDB
import Synchronization
import TestSupport

/// Compares the manager's database and its deliveries with the provider's books and with the
/// answers people got.
///
/// Each difference is a sentence that names the fault and its place.
struct Comparison: Sendable {
    /// How much was compared.
    struct Figures: Sendable {
        var messages = 0
        var lines = 0
        var money = 0
        var forwards = 0
        var decisions = 0
    }

    final class Gauge: Sendable {
        private let figures = Mutex(Figures())

        var current: Figures { figures.withLock { $0 } }

        func set(_ new: Figures) { figures.withLock { $0 = new } }
    }

    let database: String
    let forwarded: String
    let provider: @Sendable () async throws -> ProviderSide
    let userCommands: [UserCommand]
    let posts: @Sendable () -> [Receiver.Post]
    /// What the run did to the manager.
    let plan: Plan
    let figures = Gauge()

    init(
        stage: Stage, userCommands: [UserCommand], posts: @escaping @Sendable () -> [Receiver.Post],
        plan: Plan
    ) {
        database = stage.home + "/data/linekeeper.db"
        forwarded = stage.home + "/forwarded.jsonl"
        provider = { try await ProviderSide(asking: stage.controls) }
        self.userCommands = userCommands
        self.posts = posts
        self.plan = plan
    }

    init(
        database: String, forwarded: String, provider: ProviderSide, userCommands: [UserCommand],
        posts: [Receiver.Post]
    ) {
        self.database = database
        self.forwarded = forwarded
        self.provider = { provider }
        self.userCommands = userCommands
        self.posts = { posts }
        plan = .commitPoints([])
    }

    func differences() async throws -> [String] {
        let provider = try await provider()
        let books = provider.books
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? queue.close() }
        return try await queue.read { database in
            var records = try StoredRecords(database)
            records.forwardedLines = (try? String(contentsOfFile: forwarded, encoding: .utf8)) ?? ""
            records.posts = posts()
            figures.set(records.figures)
            return try records.integrity(database) + records.unsettled() + records.lines(books)
                + records.messages(books) + records.money(books)
                + records.calls(provider.requests, userCommands)
                + records.decisions(workerKills: plan.workerKills.count)
                + records.deliveries(torn: plan.tears)
        }
    }
}

extension Sequence where Element: Hashable {
    /// The number of occurrences of each element.
    var counts: [Element: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}

/// Sentences for all keys with differing counts.
func mismatches<Key: Hashable & Comparable>(
    _ records: [Key: Int], _ theirs: [Key: Int], _ sentence: (Key, Int, Int) -> String
) -> [String] {
    Set(records.keys).union(theirs.keys).sorted().compactMap { key in
        let (here, there) = (records[key, default: 0], theirs[key, default: 0])
        return here == there ? nil : sentence(key, here, there)
    }
}
