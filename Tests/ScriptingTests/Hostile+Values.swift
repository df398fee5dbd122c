import Scripting

/// Attacks through values passed on, and on closed functions.
extension Hostile {
    static let values = [
        Hostile("a log without end", [.softLimit], "while true do print(('x'):rep(1000)) end"),
        Hostile("a log line of a megabyte", [], "print(('x'):rep(1000000))"),
        Hostile(
            "one decision too many", [.tooManyDecisions],
            "for i = 1, 65 do keeper.tag('t' .. i) end"),
        Hostile(
            "one decision too many, caught", [.tooManyDecisions],
            """
            for i = 1, 65 do pcall(keeper.tag, 't' .. i) end
            """),
        Hostile(
            "decisions that are too large", [.tooManyDecisions, .memory, .softLimit],
            """
            for i = 1, 60 do keeper.forward("phone", ("x"):rep(100000) .. i) end
            """),
        Hostile(
            "a table that contains itself", [.error],
            """
            local t = {} t.deep = { self = t } keeper.remember("t", t)
            """),
        Hostile(
            "tables without a bottom", [.error],
            """
            local t = {} for i = 1, 100 do t = { t } end keeper.remember("t", t)
            """),
        Hostile(
            "tables that fan out", [.error, .softLimit],
            """
            local t = { "x" } for i = 1, 14 do t = { t, t, t, t, t, t, t, t } end
            keeper.remember("t", t)
            """),
        Hostile("a function to remember", [.error], "keeper.remember('f', function() end)"),
        Hostile("a number that is none", [.error], "keeper.remember('n', 0/0)"),
        Hostile("too many keys", [.error], "for i = 1, 300 do keeper.remember('k' .. i, i) end"),
        Hostile("too much to remember", [.error], "keeper.remember('k', ('x'):rep(70000))"),
        Hostile("bytes that are no text", [.error], #"keeper.remember("k", "\xff\xfe")"#),
        Hostile(
            "a timer with a table that contains itself", [.error],
            """
            local t = {} t.t = t keeper.after("1m", "x", t)
            """),
        Hostile(
            "arguments that lie about themselves", [.error],
            """
            keeper.forward("phone", setmetatable({}, { __index = function() while true do end end,
              __pairs = function() while true do end end, titel = 1 }), 1)
            """),
        Hostile("questions without end", [.error], "while true do keeper.lines() end"),
        Hostile(
            "misspelt names without end", [.softLimit],
            """
            while true do pcall(function() return mesage end) end
            """),
        Hostile(
            "replacing what it stands on", [.error],
            """
            for name in pairs(_G) do
              if name ~= "keeper" and name ~= "on_message" then _G[name] = nil end
            end
            keeper.forward("phone", { titel = "x" })
            """),
        Hostile(
            "replacing the libraries", [.error],
            """
            for _, library in pairs { string, table, math, utf8 } do
              for name in pairs(library) do library[name] = function() error("mine") end end
            end
            keeper.after("x", "y")
            """),
        Hostile(
            "changing the message", [], "message.text = nil message.line = nil keeper.tag('x')"),
    ]

    static let closed =
        [
            "io.open('/etc/passwd')", "os.execute('true')", "load('return 1')",
            "dofile('/etc/passwd')",
            "loadfile('x')", "require('x')", "coroutine.create(print)", "debug.getregistry()",
            "package.loadlib('x', 'y')", "string.dump(print)", "collectgarbage('stop')",
            "warn('@on')", "setmetatable(_G, nil)", "setmetatable(keeper, nil)",
            "getmetatable('').__index = nil",
        ].map { Hostile($0, [.error], $0.contains(" = ") ? $0 : "return \($0)") }
}
