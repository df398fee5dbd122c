import ArgumentParser

/// `linekeeper init`: what the author of scripts needs, put in place.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Puts a sample configuration, scripts and files for editors in place.",
        discussion: """
            Writes config.lua, the scripts that come with Linekeeper and their tests, and beside them \
            keeper.d.lua, script-tests.d.lua and .luarc.json for the Lua language server and \
            .luacheckrc for luacheck. A file that is there is left alone, and said to be. Scripts are \
            added only to a folder that has none, or with --scripts.

            Exit codes: 0 done, 1 something could not be written, 2 the command line is wrong.

            Examples:
              linekeeper init
              linekeeper init ~/numbers
            """)

    @Argument(
        help: "The home; without it the one that other commands use.", completion: .directory)
    var folder: String?

    @Flag(help: "Add the scripts even if the folder has others.")
    var scripts = false
}
