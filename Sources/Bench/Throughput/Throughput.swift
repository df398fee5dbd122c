import Foundation
import Lines
import Scripting
import TestSupport
import Transport

/// Messages per second through store, scripts and outbox, beside plain SQLite in C with the same
/// rows and a Lua process per message.
struct Throughput: Sendable {
    private static let rounds = 5
    /// Few enough for a slow disk; there are more where nothing waits for one.
    private static let onDisk = 120
    private static let inMemory = 600
    private static let processes = 100
    private static let listSize = 20

    let paths: BenchPaths
    let world: World

    func measure() async throws -> [Table] {
        var disk = ThroughputSamples()
        var memory = ThroughputSamples()
        for round in 0..<Self.rounds {
            try await measure(Self.onDisk, in: paths.disk + "/\(round)", &disk)
            guard let folder = paths.memory else { continue }
            try await measure(Self.inMemory, in: folder + "/\(round)", &memory)
        }
        return ThroughputSamples.tables(
            disk: disk, memory: paths.memory == nil ? nil : memory, listSize: Self.listSize)
    }

    /// One round of all measurements, in turns.
    private func measure(
        _ count: Int, in folder: String, _ samples: inout ThroughputSamples
    ) async throws {
        let batch = MessageBatch(count: count, lines: 6, now: world.now())
        try await withFolder(folder) { folder in
            samples.add(.flush, try await tool("flush", [folder + "/page", "100"]))
            let single = try await pipeline(folder + "/single") { try await $0.handle(batch) }
            samples.add(.single, single)
            let lists = try await pipeline(folder + "/lists") {
                try await $0.handle(batch, listsOf: Self.listSize)
            }
            samples.add(.lists, lists)
            let delivered = try await pipeline(folder + "/delivered") {
                try await $0.deliver(batch, to: folder)
            }
            samples.add(.delivered, delivered)
            samples.add(.rows, try await rows(of: single, commits: single.commits, folder))
            samples.add(.rowsOfLists, try await rows(of: lists, commits: lists.commits, folder))
            samples.add(.rowsAtOnce, try await rows(of: single, commits: 1, folder))
            if let rate = try await luaProcesses() { samples.add(.luaProcess, rate) }
        }
    }

    private func pipeline(
        _ folder: String, _ run: (Pipeline) async throws -> Pipeline.Run
    ) async throws -> Pipeline.Run {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let pipeline = try await Pipeline(in: folder, lines: 6, paths: paths, world: world)
        do {
            let result = try await run(pipeline)
            await pipeline.worker.shutDown()
            return result
        } catch {
            await pipeline.worker.shutDown()
            throw error
        }
    }

    /// SQLite's own rate for the rows of a run, in this many transactions.
    private func rows(
        of run: Pipeline.Run, commits: Int, _ folder: String
    ) async throws -> Double {
        let copy = folder + "/copy-\(world.identifier()).db"
        return try await tool("rows", [run.database, copy, String(commits)])
    }

    /// Nil if there is no `lua5.4`.
    private func luaProcesses() async throws -> Double? {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/lua5.4") else { return nil }
        let scripts = try FileManager.default.contentsOfDirectory(atPath: paths.scripts)
            .filter { $0.hasSuffix(".lua") }.sorted().map { paths.scripts + "/" + $0 }
        let message = ["WhatsApp", "482910 is your verification code.", "482910"]
        return try await tool(
            "hooks",
            [String(Self.processes), "/usr/bin/lua5.4", paths.tools + "/hook.lua"] + message
                + scripts)
    }

    private func tool(_ name: String, _ arguments: [String]) async throws -> Double {
        try await TestProcess.number(paths.tools + "/" + name, arguments)
    }

    private func withFolder(
        _ path: String, _ body: (String) async throws -> Void
    ) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }
}
