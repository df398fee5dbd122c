import Foundation
import Testing
import TestSupport

/// Scripts and tests whose names look like options, in every spelling that help promises.
@Suite("Names that begin with a hyphen", .serialized, .timeLimit(.minutes(4)))
struct HyphenTests {
    private static let names = ["-x.lua", "--long.lua", "-.lua", "-h.lua"]
    private static let script = """
        function on_start() keeper.after("3h", "once") end
        function on_timer() end
        function on_message(message)
          keeper.remember("n", 1)
          keeper.tag("x")
        end
        """

    @Test func `a script of such a name is shown, tried, compared and kept`() async throws {
        let stage = try await Stage()
        for name in Self.names { try stage.script(name, Self.script) }
        let manager = try await stage.manager()
        let folder = stage.home + "/scripts"
        for name in Self.names {
            try await eventually("\(name) runs") {
                try await stage.list("scripts").contains {
                    $0["name"] as? String == name && $0["state"] as? String == "running"
                }
            }
            let bare = String(name.dropLast(".lua".count))
            let spellings = [[name], ["\(folder)/\(name)"], ["--", name], ["--", bare]]
            for words in spellings + (name == "-x.lua" ? [[bare]] : []) {
                let answers = Self.answers(of: name).prefix(name == "-x.lua" ? 9 : 3)
                for (place, (options, answer)) in answers.enumerated() {
                    let isBefore = place.isMultiple(of: 2)
                    let line = isBefore ? options + words : words + options
                    let result = try await TestProcess.run(
                        ["script"] + line + ["--home", stage.home])
                    #expect(
                        (result.output + result.errors).contains(answer),
                        "\(line): \(result.output)\(result.errors)")
                }
            }
            let renamed = try await stage.run("script", "--", bare, "--rename", "-y\(name)")
            #expect(renamed.code == 0, "\(renamed.errors)")
        }
        let unknown = try await stage.run("script", "-x", "--bogus")
        #expect(unknown.code == 2 && unknown.errors.contains("Unknown option '--bogus'"))
        #expect(unknown.errors.contains("Usage: linekeeper script "))
        #expect(manager.stop() == 0)
    }

    /// What some options of `script` answer, none of which changes anything for the next one.
    private static func answers(of name: String) -> [(options: [String], answer: String)] {
        [
            ([], "name      \(name)"), (["--try", "--text", "-hi"], "\(name): completed"),
            (["--resume"], "\(name) runs again."),
            (["--try", "--fresh", "--timer", "-t"], "\(name): completed"),
            (["--diff", "--last", "5"], "\(name) is the version that runs."),
            (["--memory"], "It remembers nothing."), (["--timers"], "once"),
            (["--versions"], "running"), (["--forget-all"], "has forgotten 0 keys."),
        ]
    }

    @Test func `a test of such a name is run`() async throws {
        let folder = try TestFolder("hyphens")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/scripts/tests", withIntermediateDirectories: true)
        let text = "test('passes', function(t) end)"
        for name in ["-t.lua", "--long.lua"] { try folder.write("scripts/tests/\(name)", text) }
        let path = folder.path + "/scripts/tests/"
        for words in [
            ["-t"], ["-t.lua", "--tap"], ["--tap", "-t"], ["--tap", "--", "-t"], ["--", "--long"],
            ["--long.lua", "-t", "--coverage"], [path + "-t.lua"], [path + "--long.lua"],
            ["-t", "--junit", folder.path + "/-j.xml"],
        ] {
            let result = try await TestProcess.run(["test", "--home", folder.path] + words)
            #expect(result.code == 0, "\(words): \(result.errors)")
            #expect(result.output.contains("ok 1 - tests/-"), "\(words): \(result.output)")
        }
        let late = try await TestProcess.run(["test", "--home", folder.path, "--", "-t", "--tap"])
        #expect(late.code == 2 && late.errors.contains("Options stand before --."))
    }
}
