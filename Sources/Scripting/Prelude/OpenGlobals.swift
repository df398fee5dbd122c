/// The parts of Lua available to scripts. Everything else is removed, so that a name added by a
/// later version of Lua stays closed until somebody has examined it.
enum OpenGlobals {
    static let functions = [
        "_G", "_VERSION", "assert", "collectgarbage", "error", "getmetatable", "ipairs", "next",
        "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select",
        "setmetatable", "tonumber", "tostring", "type", "xpcall",
    ]
    static let libraries = ["math", "string", "table", "utf8"]

    /// What the libraries hold, for tools that look at a script before it runs.
    static let members = [
        "math":
            "abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min "
            + "mininteger modf pi rad random randomseed sin sqrt tan tointeger type ult",
        "string":
            "byte char find format gmatch gsub len lower match pack packsize rep reverse sub "
            + "unpack upper",
        "table": "concat insert move pack remove sort unpack",
        "utf8": "char charpattern codepoint codes len offset",
    ]

    /// Closed functions in an open library.
    static let closedMembers: ScriptValue = ["string": ["dump"]]

    /// The advice for a name that people expect in a script and that does not exist.
    static let hints: ScriptValue = [
        "os": "scripts have no os; for the time use keeper.now() and keeper.date()",
        "io": "scripts cannot open files; forward to a file channel, or use keeper.remember",
        "dofile": "share code with require(\"name\"), which takes lib/name.lua",
        "loadfile": "share code with require(\"name\"), which takes lib/name.lua",
        "load": "scripts cannot compile text",
        "coroutine": "scripts have no coroutines; to go on later use keeper.after",
        "debug": "scripts have no debug library",
        "package": "share code with require(\"name\"), which takes lib/name.lua",
    ]

    /// The same for `config.lua`, which has no `keeper` either.
    static let configurationHints: ScriptValue = [
        "os":
            "config.lua has no os; for a key in a variable of the environment use secret(\"NAME\")",
        "io": "config.lua cannot open files; for a key in a file use secret_file(\"path\")",
        "require": "config.lua is one file of its own",
        "dofile": "config.lua is one file of its own",
        "loadfile": "config.lua is one file of its own",
        "load": "config.lua cannot compile text",
        "coroutine": "config.lua has no coroutines",
        "debug": "config.lua has no debug library",
        "package": "config.lua is one file of its own",
        "keeper": "config.lua has no keeper, which belongs to scripts",
    ]

    /// The same for tests of scripts, which see what scripts do from outside.
    static let testHints: ScriptValue = [
        "keeper":
            "tests have no keeper; `t` gives scripts something to do and shows what they did",
        "os": "tests have no os; t.now() is the time in the test",
        "io": "tests cannot open files; the scripts are named with t.scripts",
        "load": "tests cannot compile text", "coroutine": "tests have no coroutines",
        "debug": "tests have no debug library",
    ]

    static let settings: [String: ScriptValue] = [
        "functions": .array(functions.map { .string($0) }),
        "libraries": .array(libraries.map { .string($0) }),
        "closed_members": closedMembers, "hints": hints,
    ]
}
