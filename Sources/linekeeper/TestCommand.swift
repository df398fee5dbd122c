import ArgumentParser

/// `linekeeper test`: tests of scripts.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs tests of scripts.",
        discussion: """
            Runs the files in scripts/tests, or those that are named, without a manager: what \
            scripts decide is compared and never carried out, and time moves only when a test says \
            so. docs/script-tests.md describes how tests are written.

            A name that begins with a hyphen is understood if it ends in .lua or has one hyphen \
            (-draft.lua, -draft), as a path (./-draft.lua), or after --, where no option follows.

            Exit codes: 0 all passed, 1 some failed, 2 the command line or the folder is wrong.

            Examples:
              linekeeper test
              linekeeper test 20-bank.lua --watch
              linekeeper test --coverage --junit tests.xml
            """)

    @Argument(
        help: "Files of tests: paths, or names in scripts/tests. Without them all.",
        completion: .file(extensions: ["lua"]))
    var files: [String] = []

    @Flag(help: "Run again whenever a script or a test is saved.")
    var watch = false

    @Flag(help: "Write TAP, as without a terminal.")
    var tap = false

    @Option(
        help: ArgumentHelp("Write a JUnit report to this file too.", valueName: "file"),
        completion: .file())
    var junit: String?

    @Flag(help: "Show the lines of each script that no test runs.")
    var coverage = false
}
