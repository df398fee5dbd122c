import Console
import Foundation
import Lines
import Rehearsing
import Scripting
import Transport

/// Runs tests of scripts, without a manager and without its home being used.
struct RunTests {
    /// How often the folders are looked at for changed files.
    private static let interval = Duration.milliseconds(300)

    let home: Home
    let command: TestCommand

    func run() async -> Int32 {
        let world = World.live()
        var code = await runOnce(in: world)
        guard command.watch else { return code }
        var seen = stamp()
        say("Watching \(home.scripts); Ctrl-C ends.")
        while !Task.isCancelled {
            try? await world.sleep(Self.interval)
            let now = stamp()
            guard now != seen else { continue }
            seen = now
            print("")
            code = await runOnce(in: world)
        }
        return code
    }

    private func runOnce(in world: World) async -> Int32 {
        let files: [TestRunner.File]
        do throws(StartError) {
            files = try self.files()
        } catch {
            say(error.description)
            return ExitCodes.usage
        }
        let runner = TestRunner(countsLines: command.coverage, world: world)
        let isTAP = command.tap || isatty(STDOUT_FILENO) == 0
        if isTAP { say(TestReport.tapHead, to: STDOUT_FILENO) }
        var number = 0
        let summary = await runner.run(files) { outcome in
            number += 1
            say(
                isTAP ? TestReport.tap(outcome, number: number) : TestReport.line(outcome),
                to: STDOUT_FILENO)
        }
        let covered = TestReport.coverage(summary)
        if isTAP {
            for line in covered { say("# \(line)", to: STDOUT_FILENO) }
            say(TestReport.tapEnd(summary), to: STDOUT_FILENO)
        } else {
            if !covered.isEmpty { say("", to: STDOUT_FILENO) }
            for line in covered { say(line, to: STDOUT_FILENO) }
            say("\n" + TestReport.conclusion(summary), to: STDOUT_FILENO)
        }
        guard let path = command.junit else { return code(of: summary) }
        do {
            try Data(TestReport.junit(summary).utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            say("\(path) cannot be written (\(error.localizedDescription)).")
            return ExitCodes.failed
        }
        return code(of: summary)
    }

    private func code(of summary: TestSummary) -> Int32 {
        summary.failures == 0 ? ExitCodes.done : ExitCodes.failed
    }

    // MARK: Files

    /// Those that are named, or all in the folder `tests` of the scripts.
    private func files() throws(StartError) -> [TestRunner.File] {
        let folder = home.scripts + "/tests"
        guard command.files.isEmpty else {
            var files: [TestRunner.File] = []
            for typed in command.files { files.append(try file(typed, in: folder)) }
            return files
        }
        let sources = ScriptSources(folder: folder)
        do throws(ScriptFailure) {
            let names = try sources.names()
            guard !names.isEmpty else {
                throw ScriptFailure(
                    script: "", kind: .unavailable,
                    message: "There are no tests in \(folder). docs/script-tests.md says how to "
                        + "write one.")
            }
            let scripts = try ScriptSources(folder: home.scripts).all()
            var files: [TestRunner.File] = []
            for name in names {
                files.append(
                    TestRunner.File(
                        name: "tests/" + name, source: try sources.text(of: name),
                        scripts: scripts))
            }
            return files
        } catch {
            throw .badOption(error.message)
        }
    }

    /// A path, or a name in the folder of tests. Beside tests in a folder of that name are the
    /// scripts they are about.
    private func file(_ typed: String, in folder: String) throws(StartError) -> TestRunner.File {
        let candidates = [typed, folder + "/" + typed, folder + "/" + typed + ".lua"]
        guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            let advice = typed.hasPrefix("--") ? " Options stand before --." : ""
            throw .badOption("There is no file \(typed), here or in \(folder).\(advice)")
        }
        let file = URL(fileURLWithPath: found).standardizedFileURL
        let place = file.deletingLastPathComponent()
        let isInTests = place.lastPathComponent == "tests"
        let scripts = isInTests ? place.deletingLastPathComponent().path : home.scripts
        do throws(ScriptFailure) {
            let name = file.lastPathComponent
            return TestRunner.File(
                name: isInTests ? "tests/" + name : name,
                source: try ScriptSources(folder: place.path).text(of: name),
                scripts: try ScriptSources(folder: scripts).all())
        } catch {
            throw .badOption(error.message)
        }
    }

    private func stamp() -> String {
        var folders = [home.scripts, home.scripts + "/tests", home.scripts + "/lib"]
        for typed in command.files {
            let place = URL(fileURLWithPath: typed).deletingLastPathComponent()
            folders += [place.path, place.deletingLastPathComponent().path]
        }
        return folders.map { ScriptSources(folder: $0).stamp() }.joined(separator: "\n--\n")
    }

    // MARK: Output

    private func say(_ text: String) { StandardError.say(home.mentions.inShell(text)) }

    /// Texts of tests may hold anything, and a terminal obeys it.
    private func say(_ text: String, to descriptor: Int32) {
        print(SafeText(lines: text).text)
        fflush(nil)
    }
}
