import Foundation
import Lines
import TestSupport
import Transport

/// The time of a message from the provider to the end of the scripts, over real HTTP between real
/// processes, and the manager's footprint meanwhile.
struct LatencyRun: Sendable {
    private static let rentals = 1
    private static let activations = 15
    private static let awaited = 24
    /// How many clients wait at the same time.
    private static let waiters = 4

    let paths: BenchPaths
    let world: World

    func measure() async throws -> [Table] {
        try await withTransport { transport in
            let stage = try await Stage(paths: paths, world: world, transport: transport)
            defer { stage.end() }
            return try await measure(stage)
        }
    }

    private func measure(_ stage: Stage) async throws -> [Table] {
        var weight = Footprint(paths: paths)
        for _ in 0..<6 {
            let (manager, took) = try await stage.manager()
            weight.starts.add(Double(took.milliseconds))
            manager.stop()
        }
        let (manager, _) = try await stage.manager()
        defer { manager.stop() }
        try await world.sleep(.seconds(3))
        try weight.weigh(manager.processID, "idle, holding nothing")

        let polled = [SentMessages(firstCode: 200_000), SentMessages(firstCode: 300_000)]
        let waited = SentMessages(firstCode: 400_000)
        try await untilPolled(stage, rentals: polled[0], activations: polled[1])
        let printed = try await whileAwaited(stage, waited)
        try weight.weigh(manager.processID, "holding \(try await stage.lines().count) lines")
        manager.stop()

        let database = stage.home + "/data/linekeeper.db"
        var table = Table("provider has it -> scripts have run, ms", "n", "p50", "p95", "max")
        func row(_ name: String, _ sample: Sample) {
            table.add(
                name,
                [
                    String(sample.values.count), sample.median.short, sample.percentile(95).short,
                    sample.most.short,
                ])
        }
        let rentals = try polled[0].delays(in: database)
        let activations = try polled[1].delays(in: database)
        let awaited = try waited.delays(in: database)
        row("rental, default polling (10 s)", rentals.handled)
        row("activation, default polling (5 s)", activations.handled)
        row("somebody waits with code --wait", awaited.handled)
        row("  until the waiting process printed it", printed)
        row("the manager's part: stored -> scripts have run", awaited.own)
        row(
            "  of the polled ones, several at once",
            Sample(rentals.own.values + activations.own.values))
        return [table, weight.table]
    }

    // MARK: Nobody waits

    private func untilPolled(
        _ stage: Stage, rentals: SentMessages, activations: SentMessages
    ) async throws {
        _ = try await stage.command("rent", "2", "7", "--yes")
        for _ in 0..<Self.activations {
            _ = try await stage.command("order", "WhatsApp", "GB", "--yes")
        }
        let lines = try await stage.lines()
        let rented = lines.filter { $0.kind == "rental" }.compactMap(\.number)
        let ordered = lines.filter { $0.kind == "activation" }.compactMap(\.number)
        try await stage.untilListening(rented)
        let before = stage.delivered()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<Self.activations {
                    for number in rented { try await send(stage, rentals, number) }
                    try await pause(1000, 3000)
                }
            }
            group.addTask {
                for number in ordered {
                    try await send(stage, activations, number)
                    try await pause(1000, 3000)
                }
            }
            try await group.waitForAll()
        }
        try await until(stage, before + rentals.count + activations.count)
    }

    // MARK: Somebody waits

    /// The time in milliseconds from the message's arrival at the provider to the end of the
    /// waiting process.
    private func whileAwaited(_ stage: Stage, _ sent: SentMessages) async throws -> Sample {
        let known = Set(try await stage.lines().map(\.id))
        for _ in 0..<Self.awaited {
            _ = try await stage.command("order", "WhatsApp", "GB", "--yes")
        }
        let lines = try await stage.lines().filter { !known.contains($0.id) }
        let before = stage.delivered()
        let printed = try await withThrowingTaskGroup(of: [Double].self) { group in
            for waiter in 0..<Self.waiters {
                group.addTask {
                    var printed: [Double] = []
                    for index in stride(from: waiter, to: lines.count, by: Self.waiters) {
                        guard let number = lines[index].number else { continue }
                        printed.append(try await waitingTime(lines[index].id, number, stage, sent))
                    }
                    return printed
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try await until(stage, before + sent.count)
        return Sample(printed)
    }

    private func waitingTime(
        _ line: Int64, _ number: String, _ stage: Stage, _ sent: SentMessages
    ) async throws -> Double {
        async let code = stage.command("code", "\(line)", "--wait", "30s")
        // Long enough that the client is waiting, and at a random time between two looks.
        try await pause(1500, 3500)
        let at = try await send(stage, sent, number)
        _ = try await code
        return Double((world.now() - at).milliseconds)
    }

    // MARK: Steps

    @discardableResult
    private func send(
        _ stage: Stage, _ sent: SentMessages, _ number: String
    ) async throws -> Instant {
        let text = sent.text()
        let (isDelivered, at) = try await stage.sms(to: number, text)
        guard isDelivered else { throw BenchFailure("\(number) did not hear an SMS.") }
        sent.note(text, at: at)
        return at
    }

    private func pause(_ least: UInt64, _ most: UInt64) async throws {
        try await world.sleep(.milliseconds(Int64(least + world.random(most - least))))
    }

    /// Waits until this many forwards are in the channel's file.
    private func until(_ stage: Stage, _ count: Int) async throws {
        for _ in 0..<200 where stage.delivered() < count {
            try await world.sleep(.milliseconds(100))
        }
        guard stage.delivered() >= count else {
            throw BenchFailure("\(count) forwards were to come, and \(stage.delivered()) came.")
        }
        // Allows for the last writes about them.
        try await world.sleep(.milliseconds(200))
    }
}
