import Foundation
import Testing
import TestSupport

/// A new home as `init` makes it, with nothing but the program.
@Suite("A new home") struct InitTests {
    private let folder: TestFolder
    private var home: String { folder.path + "/numbers" }

    init() throws { folder = try TestFolder("init") }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func shipped(_ path: String) throws -> String {
        try String(contentsOf: SourceTree.root.appending(path: path), encoding: .utf8)
    }

    @Test func `has what a script author needs, and it works`() async throws {
        let made = try await TestProcess.run(["init", home])
        #expect(made.code == 0, "\(made.errors)")
        let scripts = try FileManager.default.contentsOfDirectory(
            atPath: SourceTree.root.appending(path: "scripts").path
        ).filter { $0.hasSuffix(".lua") }
        #expect(scripts.count >= 4)
        var expected = [
            "config.lua": "docs/config.lua", "scripts/keeper.d.lua": "docs/keeper.d.lua",
            "scripts/script-tests.d.lua": "docs/script-tests.d.lua",
            "scripts/.luarc.json": "docs/luarc.json", "scripts/.luacheckrc": "docs/luacheckrc",
        ]
        for name in scripts {
            expected["scripts/\(name)"] = "scripts/\(name)"
            expected["scripts/tests/\(name)"] = "scripts/tests/\(name)"
        }
        for (path, source) in expected {
            #expect(try text("\(home)/\(path)") == shipped(source), "\(path)")
            #expect(made.output.contains("wrote       \(home)/\(path)\n"), "\(path)")
        }
        let there = try #require(FileManager.default.enumerator(atPath: home))
        let files = there.compactMap { $0 as? String }.filter { $0.contains(".") }
        #expect(Set(files) == Set(expected.keys))
        let mode = try FileManager.default.attributesOfItem(atPath: home + "/config.lua")
        #expect(mode[.posixPermissions] as? Int == 0o600)

        let tests = try await TestProcess.run(["test", "--home", home])
        #expect(tests.code == 0, "\(tests.output)")
        // The configuration is one, and the scripts find their channels in it.
        let practice = try await TestProcess.run(
            ["--home", home], input: "scripts --json\nchannels --json\n")
        #expect(practice.code == 0, "\(practice.errors)")
        #expect(practice.output.contains("\"phone\"") && practice.output.contains("90-digest.lua"))
        #expect(!practice.output.contains("broken"))
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/luacheck") else { return }
        let checked = try await TestProcess.run(
            ["--no-color", "--no-cache", "--config", home + "/scripts/.luacheckrc"]
                + scripts.map { "\(home)/scripts/\($0)" }, as: ["/usr/bin/luacheck"])
        #expect(checked.output.contains("0 warnings / 0 errors"), "\(checked.output)")
    }

    @Test func `overwrites nothing, and says what it left alone`() async throws {
        #expect(try await TestProcess.run(["init", "--home", home]).code == 0)
        let mine = ["config.lua", "scripts/keeper.d.lua", "scripts/20-bank.lua"]
        for path in mine {
            try "-- mine".write(toFile: "\(home)/\(path)", atomically: true, encoding: .utf8)
        }
        try FileManager.default.removeItem(atPath: home + "/scripts/.luarc.json")
        let again = try await TestProcess.run(["init", "--scripts", "--home", home])
        #expect(again.code == 0)
        for path in mine {
            #expect(try text("\(home)/\(path)") == "-- mine")
            #expect(again.output.contains("left alone  \(home)/\(path): it has another text"))
        }
        #expect(again.output.contains("unchanged   \(home)/scripts/30-codes.lua"))
        #expect(again.output.contains("wrote       \(home)/scripts/.luarc.json"))
    }

    @Test func `gets no scripts beside others, unless they are asked for`() async throws {
        try FileManager.default.createDirectory(
            atPath: home + "/scripts", withIntermediateDirectories: true)
        try "".write(toFile: home + "/scripts/50-mine.lua", atomically: true, encoding: .utf8)
        let few = try await TestProcess.run(["init", home])
        #expect(few.code == 0 && few.output.contains("so none were added"))
        let bank = home + "/scripts/20-bank.lua"
        #expect(!FileManager.default.fileExists(atPath: bank))
        #expect(FileManager.default.fileExists(atPath: home + "/scripts/keeper.d.lua"))
        #expect(try await TestProcess.run(["init", home, "--scripts"]).code == 0)
        #expect(FileManager.default.fileExists(atPath: bank))
        #expect(try text(home + "/scripts/50-mine.lua") == "")
    }

    @Test func `follows no link, and says what cannot be written`() async throws {
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: home + "/config.lua", withDestinationPath: folder.path + "/elsewhere")
        let linked = try await TestProcess.run(["init", home])
        #expect(linked.code == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/elsewhere"))

        try folder.write("file", "")
        let refused = try await TestProcess.run(["init", folder.path + "/file/home"])
        #expect(refused.code == 1 && refused.errors.contains("cannot be written"))
        #expect(try await TestProcess.run(["init", home, "--home", home]).code == 2)
        #expect(try await TestProcess.run(["init", home, "more"]).code == 2)
    }
}
