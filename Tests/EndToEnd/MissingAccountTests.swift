import Foundation
import Testing
import TestSupport

/// A home whose configuration no longer contains the account of its numbers.
@Suite("A missing account", .serialized, .timeLimit(.minutes(20)))
struct MissingAccountTests {
    @Test func `its lines are held, said and refused at once, and nobody practises beside them`()
        async throws
    {
        let stage = try await Stage()
        let manager = try await stage.manager()
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(await manager.stopped() == 0)

        let file = stage.home + "/config.lua"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for broken in [nil, "accounts = {}"] {
            try? FileManager.default.removeItem(atPath: file)
            if let broken { try broken.write(toFile: file, atomically: true, encoding: .utf8) }
            for command in [["serve"], []] {
                let result = try await TestProcess.run(command + ["--home", stage.home])
                #expect(result.code == 1)
                #expect(result.errors.contains(file), "\(result.errors)")
                #expect(result.errors.contains("1 line still held"), "\(result.errors)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: stage.home + "/data/practice.db"))

        try text.replacing("pool = {", with: "other = {")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let other = try await stage.manager()
        let line = try #require(
            try await stage.list("lines").first { $0["account"] as? String == "pool" })
        #expect(line["state"] as? String == "active")
        #expect(line["listening_until"] is NSNull)
        #expect(try await stage.run("lines").output.contains("held, account missing"))
        let id = "\(line["id"] ?? "")"
        for words in [["refund", id, "--yes"], ["wake", id], ["extend", id, "7", "--yes"]] {
            let result = try await TestProcess.run(
                words + ["--home", stage.home], environment: ["E2E_KEY": stage.key])
            #expect(result.code == 1)
            #expect(result.errors.contains("pool is not in config.lua"), "\(result.errors)")
        }
        #expect(try await stage.list("plan", id).isEmpty)
        #expect(
            try await stage.list("accounts").contains {
                $0["name"] as? String == "pool" && $0["state"] as? String == "missing"
            })
        let said = try await TestProcess.run(
            ["--home", stage.home], input: "lines\n", environment: ["E2E_KEY": stage.key])
        #expect(said.errors.contains("pool is not in config.lua"), "\(said.errors)")
        #expect(await other.stopped() == 0)
    }
}
