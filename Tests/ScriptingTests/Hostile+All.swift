import Scripting

/// All attacks, grouped by their target.
extension Hostile {
    static let all =
        time + patterns + memory + errors + values + closed + library + strangers

    /// Lua 5.4.4 looks for the name of the value, in a time that grows with the square of the fields, and
    /// calls nothing meanwhile. A script has room for 32,000; 20,000 take about as long as a worker has.
    static let unstoppable = """
        local t = setmetatable({}, { __index = function(t) return t end })
        t\(String(repeating: ".a", count: 31000)).b.c()()
        """

    private static let time = [
        Hostile("an endless loop", [.softLimit], "while true do end"),
        Hostile(
            "an endless loop in pcall", [.softLimit],
            "while true do pcall(function() while true do end end) end"),
        Hostile(
            "a loop that catches its own end", [.softLimit], "while true do pcall(error, 'x') end"),
        Hostile(
            "an endless loop in an xpcall handler", [.softLimit],
            """
            xpcall(error, function() while true do end end)
            """),
        Hostile(
            "a handler that runs for the limit's own error", [.softLimit],
            """
            xpcall(function() while true do end end, function() while true do end end)
            """),
        Hostile(
            "an endless __index", [.error, .softLimit],
            """
            local t = {}
            setmetatable(t, { __index = function(t, k) return t[k] end })
            return t.x
            """),
        Hostile(
            "__index in a circle", [.error],
            """
            local a, b = {}, {}
            setmetatable(a, { __index = b })
            setmetatable(b, { __index = a })
            return a.x
            """),
        Hostile(
            "an endless __close", [.softLimit],
            """
            local x <close> = setmetatable({}, { __close = function() while true do end end })
            error("begin")
            """),
        Hostile(
            "a __close that outlives the limit", [.softLimit],
            """
            local x <close> = setmetatable({}, { __close = function() while true do end end })
            while true do end
            """),
        Hostile(
            "an endless __tostring", [.softLimit],
            """
            print(setmetatable({}, { __tostring = function() while true do end end }))
            """),
        Hostile(
            "an endless __gc", [.error],
            """
            setmetatable({}, { __gc = function() while true do end end })
            """),
        Hostile(
            "a sort that never ends", [.softLimit, .error],
            """
            local t = {}
            for i = 1, 100000 do t[i] = i end
            table.sort(t, function() return true end)
            while true do table.sort(t, function(a, b) return a > b end) end
            """),
        Hostile(
            "a false length", [.softLimit, .memory],
            """
            local t = setmetatable({}, { __len = function() return math.maxinteger - 1 end,
              __index = function() return "" end })
            table.concat(t)
            """),
        Hostile(
            "a move over everything", [.softLimit],
            """
            table.move({}, 1, math.maxinteger - 1, 1, setmetatable({}, { __newindex = function() end }))
            """),
        Hostile(
            "sorting long equal texts", [.softLimit, .memory],
            """
            local t = {}
            for i = 1, 100000 do t[i] = ("a"):rep(60) .. i % 2 end
            while true do table.sort(t) end
            """),
        Hostile(
            "empty texts without end", [], "keeper.tag(tostring(#(''):rep(math.maxinteger)))"),
        Hostile(
            "an endless pairs", [.softLimit],
            """
            for _ in pairs(setmetatable({}, { __pairs = function()
              return function() return 1 end end })) do end
            """),
    ]

    private static let patterns = [
        Hostile(
            "three .- on a long text", [.softLimit],
            """
            return (("a"):rep(4000)):find(".-.-.-b")
            """),
        Hostile(
            "five .- on a short text", [.softLimit],
            """
            return (("a"):rep(400)):find(".-.-.-.-.-b")
            """),
        Hostile(
            "a plain find in a large text", [.softLimit],
            """
            local text = ("a"):rep(2000000)
            while true do text:find(("a"):rep(100000) .. "b", 1, true) end
            """),
        Hostile(
            "a gsub that grows", [.memory, .softLimit],
            """
            local text = "a"
            while true do text = text:gsub(".", "%0%0") end
            """),
        Hostile(
            "a pattern that recurses", [.error],
            """
            return (("("):rep(300000)):find(("("):rep(300000))
            """),
        Hostile("a format of great width", [.error], "return ('%1000d'):format(1)"),
    ]

    private static let memory = [
        Hostile("a text of a gigabyte", [.memory], "return ('x'):rep(1e9)"),
        Hostile(
            "a text that doubles", [.memory, .softLimit],
            "local s = 'x' while true do s = s .. s end"),
        Hostile(
            "a table that grows", [.memory, .softLimit],
            "local t = {} while true do t[#t + 1] = {} end"),
        Hostile(
            "a table that grows in pcall", [.memory, .softLimit],
            """
            local t = {}
            while true do pcall(function() while true do t[#t + 1] = ("x"):rep(1000) .. #t end end) end
            """),
        Hostile(
            "a pack of everything", [.memory, .error], "return table.pack(table.unpack({}, 1, 1e8))"
        ),
        Hostile(
            "a concat of a false table", [.memory, .softLimit],
            """
            return table.concat(setmetatable({}, { __len = function() return 1e9 end,
              __index = function() return ("x"):rep(1000) end }))
            """),
        Hostile(
            "closures that hold each other", [.memory, .softLimit],
            """
            local f = function() end
            while true do local g = f f = function() return g end end
            """),
    ]

    private static let errors = [
        Hostile(
            "recursion without end", [.error, .memory, .softLimit],
            "local function f() return 1 + f() end f()"),
        Hostile("a chain of tail calls", [.softLimit], "local function f() return f() end f()"),
        Hostile(
            "recursion through C", [.error],
            """
            local function f() return ("x"):gsub("x", f) end f()
            """),
        Hostile(
            "recursion through pcall", [.error, .softLimit, .memory],
            """
            local function f() return pcall(f) end f() error("came back")
            """),
        Hostile(
            "recursion through a metamethod", [.error],
            """
            local t = setmetatable({}, { __add = function(a, b) return a + b end })
            return t + t
            """),
        Hostile("an error that is a table", [.error], "error({ code = 1 })"),
        Hostile("an error that is nil", [.error], "error(nil)"),
        Hostile("an error that is a function", [.error], "error(function() end)"),
        Hostile(
            "an error with a __tostring that never ends", [.error],
            """
            error(setmetatable({}, { __tostring = function() while true do end end }))
            """),
        Hostile("an error of a megabyte", [.error], "error(('x'):rep(1000000))"),
        Hostile("an error with control bytes", [.error], #"error("\27]0;owned\7\0\255")"#),
        Hostile(
            "an error that names no memory", [.memory, .error], "error('not enough memory', 0)"),
        Hostile("a call of a value at the end of many fields", [.error, .hardLimit], unstoppable),
    ]
}
