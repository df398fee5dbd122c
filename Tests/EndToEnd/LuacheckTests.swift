import Foundation
import Testing
import TestSupport

/// The rules for luacheck, tried with luacheck itself where it is installed, as CI does.
@Suite("Luacheck", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/luacheck")))
struct LuacheckTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder("luacheck")
        let rules = SourceTree.root.appending(path: "docs/luacheckrc")
        try folder.write(".luacheckrc", try String(contentsOf: rules, encoding: .utf8))
    }

    private func check(_ files: [String]) async throws -> String {
        let told = try await TestProcess.run(
            ["--no-color", "--no-cache", "--config", "\(folder.path)/.luacheckrc"] + files,
            as: ["/usr/bin/luacheck"])
        return told.output + told.errors
    }

    @Test(arguments: ["scripts", "docs/recipes", "docs/recipes/lib"])
    func `finds nothing in the scripts that come with the program`(place: String) async throws {
        let scripts = SourceTree.root.appending(path: place).path
        let files = try FileManager.default.contentsOfDirectory(atPath: scripts)
            .filter { $0.hasSuffix(".lua") }.map { "\(scripts)/\($0)" }
        #expect(!files.isEmpty)
        #expect(try await check(files).contains("0 warnings / 0 errors"))
    }

    @Test func `finds what is misspelt or closed`() async throws {
        try folder.write(
            "wrong.lua",
            """
            function on_mesage() end
            function on_message(message)
              keeper.forwrad("phone", message.text)
              print(os.time(), string.dump(print))
            end
            """)
        let told = try await check(["\(folder.path)/wrong.lua"])
        for word in ["on_mesage", "'forwrad' of global 'keeper'", "'os'", "'dump' of global"] {
            #expect(told.contains(word), "\(told)")
        }
    }
}
