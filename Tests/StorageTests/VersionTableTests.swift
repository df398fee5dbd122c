import GRDB
import Lines
import Testing
import TestSupport

@testable import Storage

/// The kept versions of scripts.
@Suite("Kept versions") struct VersionTableTests {
    private let store: Store

    init() throws { store = try Store() }

    private func keep(
        _ hash: String, of script: String = "a.lua", at minute: Int, hasRun: Bool = true
    ) throws {
        let version = VersionRecord(
            script: script, hash: hash, text: "-- \(hash)", since: .noon + .minutes(minute),
            hasRun: hasRun)
        _ = try store.write { try $0.write(.keep([version]), at: .noon) }
    }

    private func hashes(of script: String = "a.lua") throws -> [String] {
        try store.versions(of: script).map(\.hash)
    }

    @Test func `are the latest first, and one that runs again is the latest`() throws {
        try keep("one", at: 0)
        try keep("two", at: 1)
        #expect(try hashes() == ["two", "one"])
        try keep("one", at: 2)
        #expect(try hashes() == ["one", "two"])
        #expect(try store.lastVersion(of: "a.lua")?.text == "-- one")
    }

    @Test func `keep their time when a manager only starts again`() throws {
        try keep("one", at: 0)
        try keep("one", at: 5)
        #expect(try store.versions(of: "a.lua").map(\.since) == [.noon])
    }

    @Test func `that were replaced without running are kept, but never go on`() throws {
        try keep("one", at: 0)
        try keep("broken", at: 1, hasRun: false)
        #expect(try hashes() == ["broken", "one"])
        #expect(try store.lastVersion(of: "a.lua")?.hash == "one")
        // One that ran has run, whatever replaces it.
        try keep("two", at: 2)
        try keep("one", at: 3, hasRun: false)
        #expect(try store.versions(of: "a.lua").filter(\.hasRun).map(\.hash) == ["two", "one"])
    }

    @Test func `are bounded in number`() throws {
        for number in 0..<30 { try keep("v\(number)", at: number) }
        #expect(try hashes().count == VersionRecord.mostOfScript)
        #expect(try hashes().first == "v29")
        for script in 0..<60 {
            for number in 0..<20 {
                try keep("v\(number)", of: "\(script).lua", at: 100 + script * 20 + number)
            }
        }
        let count = try store.read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM script_version")
        }
        #expect(count == VersionRecord.most)
        #expect(try hashes().isEmpty)
    }

    @Test func `go with a script that is renamed`() throws {
        try keep("one", at: 0)
        _ = try store.write { try $0.write(.rename(script: "a.lua", to: "b.lua"), at: .noon) }
        #expect(try hashes(of: "b.lua") == ["one"])
        #expect(try hashes().isEmpty)
    }
}

extension Store {
    /// What the fixtures of versions that keep it say of a script's versions and of its last run.
    func expectVersions(areKept: Bool) throws {
        let run = try runs(on: 1).first
        #expect(run?.places == (areKept ? [["10-bank.lua:7", "n = 3"], [""]] : []))
        #expect(run?.version == (areKept ? "cbf29ce484222325" : nil))
        #expect(
            try lastVersion(of: "10-bank.lua")?.text
                == (areKept ? "function on_message() end" : nil))
        #expect(try versions(of: "10-bank.lua").count == (areKept ? 2 : 0))
    }
}
