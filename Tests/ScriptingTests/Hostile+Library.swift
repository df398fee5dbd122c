import Scripting

/// Attacks through library functions, which run no Lua that a hook could stop, and through texts.
extension Hostile {
    /// A table of any length whose elements are read and written by functions of C alone.
    private static let endless = """
        local t = setmetatable({}, { __len = function() return math.maxinteger - 1 end,
          __index = rawlen, __newindex = rawequal })

        """

    static let library = [
        Hostile("an insert before everything", [.softLimit], endless + "table.insert(t, 1, 0)"),
        Hostile("a removal of the first of many", [.softLimit], endless + "table.remove(t, 1)"),
        Hostile(
            "a move without end", [.softLimit],
            endless + "table.move(t, 1, math.maxinteger - 1, 2, t)"),
        Hostile("a concat without end", [.softLimit, .memory], endless + "table.concat(t)"),
        Hostile(
            "a concat of nothing without end", [.softLimit],
            """
            local texts = setmetatable({}, { __index = function() return "" end })
            table.concat(texts, "", 1, math.maxinteger - 1)
            """),
        Hostile(
            "an unpack of many", [.error, .softLimit, .memory],
            endless + "while true do table.unpack(t, 1, 900000) end"),
        Hostile(
            "a sort by a function of C", [.softLimit, .error],
            """
            local t = setmetatable({}, { __len = function() return 2000000000 end,
              __index = rawlen, __newindex = rawequal })
            table.sort(t, rawequal)
            """),
        Hostile(
            "a sort of two long texts", [.softLimit],
            """
            local a, b, t = ("x"):rep(1000000), ("x"):rep(1000000) .. "y", {}
            for i = 1, 20000 do t[i] = i % 2 == 0 and a or b end
            table.sort(t)
            """),
        Hostile(
            "a sort with a comparator at random", [.softLimit, .error],
            """
            local n = 1
            local function mad() n = n * 1103515245 + 12345 return n % 3 > 0 end
            while true do
              local t = {}
              for i = 1, 1000 do t[i] = i end
              table.sort(t, mad)
            end
            """),
        Hostile(
            "a comparison of long empty bytes", [.softLimit],
            """
            local a, b = ("\\0"):rep(5000000), ("\\0"):rep(5000000)
            while true do local _ = a < b end
            """),
        Hostile(
            "a format of many wide numbers", [.softLimit, .memory],
            """
            local t = {} for i = 1, 30000 do t[i] = 1e308 end
            while true do ("%.99f"):rep(30000):format(table.unpack(t)) end
            """),
        Hostile(
            "a conversion of many digits", [.softLimit],
            "local s = ('1'):rep(5000000) while true do tonumber(s) end"),
        Hostile(
            "upper and lower and back", [.softLimit],
            """
            local s = ("Ab"):rep(1000000)
            while true do s = s:upper():lower():reverse() end
            """),
        Hostile(
            "bytes and chars", [.softLimit],
            "local s = ('x'):rep(5000) while true do s = string.char(s:byte(1, -1)) end"),
        Hostile(
            "packing and unpacking", [.softLimit, .error],
            "local s = ('s4'):rep(200) while true do pcall(string.unpack, s, ('\\\\0'):rep(5000)) end"
        ),
        Hostile(
            "utf8 over a long text", [.softLimit],
            """
            local s = ("é"):rep(1000000)
            while true do utf8.len(s) utf8.offset(s, 900000) for _ in utf8.codes(s) do end end
            """),
        Hostile(
            "next over what is gone", [.softLimit],
            """
            local t = {} for i = 1, 300000 do t[i] = i end
            for i = 1, 300000 do t[i] = nil end
            while true do next(t) end
            """),
        Hostile(
            "weak keys in a chain", [.softLimit, .memory],
            """
            local keys, kept, weak = {}, {}, { __mode = "k" }
            for i = 1, 30001 do keys[i] = {} end
            for i = 30000, 1, -1 do kept[i] = setmetatable({ [keys[i]] = keys[i + 1] }, weak) end
            for i = 2, 30001 do keys[i] = nil end
            while true do local t = { {} } end
            """),
        Hostile(
            "a __close in each turn", [.softLimit],
            """
            local meta = { __close = function() while true do end end }
            while true do pcall(function() local x <close> = setmetatable({}, meta) error("x") end) end
            """),
        Hostile(
            "an xpcall handler that fails", [.softLimit, .error],
            """
            local function bad() error("again") end
            while true do xpcall(error, bad) end
            """),
        Hostile(
            "an xpcall in each handler", [.softLimit, .error],
            """
            local function f() xpcall(error, f) end
            while true do f() end
            """),
        Hostile(
            "a metamethod for every operator", [.softLimit],
            """
            local meta = {}
            local x = setmetatable({}, meta)
            for _, name in ipairs { "add", "concat", "len", "eq", "lt", "call", "unm" } do
              meta["__" .. name] = function() return x end
            end
            while true do x = -(x + x .. x)(x) end
            """),
    ]

    /// What a stranger can do to the patterns of an honest script.
    static let strangers = [
        Hostile(
            "many digits for an amount", [.softLimit],
            #"return (("1"):rep(1500)):match("(%d+[%d.,]*)%s*EUR")"#),
        Hostile(
            "a phrase repeated for five lazy items", [.softLimit],
            #"return (("your code is "):rep(100)):match("your.-code.-is.-your.-code.-(%d%d%d%d)")"#),
        Hostile(
            "a gsub with a frontier", [.softLimit],
            """
            local text = ("word "):rep(2000)
            while true do text:gsub("%f[%w]%w+%f[%W]", "%0") end
            """),
        Hostile(
            "balanced brackets that never close", [.softLimit],
            #"while true do (("("):rep(20000)):gsub("%b()", "") end"#),
        Hostile(
            "what was captured, again and again", [.softLimit],
            #"return (("a"):rep(3000)):find("(a*)(a*)%1%2b")"#),
        Hostile(
            "a replacement that multiplies", [.softLimit, .memory],
            #"return (("x"):rep(10000)):gsub("x", ("%0"):rep(10000))"#),
        Hostile(
            "gmatch over every place", [.softLimit],
            #"for _ in (("a"):rep(20000)):gmatch(".-b") do end"#),
        Hostile(
            "a set of everything", [.softLimit],
            #"return (("a"):rep(4000)):find("[%w%p]*[%w%p]*[%w%p]*[^%w%p]")"#),
        Hostile(
            "a pattern of many items", [.error],
            #"return (("a"):rep(300)):find(("a?"):rep(250) .. "b")"#),
        Hostile(
            "a search caught in pcall", [.softLimit],
            #"while true do pcall(string.find, ("a"):rep(4000), ".-.-.-b") end"#),
        Hostile(
            "a search in an xpcall handler", [.softLimit],
            #"xpcall(error, function() return (("a"):rep(4000)):find(".-.-.-b") end)"#),
        Hostile(
            "a search in a __close", [.softLimit],
            """
            local x <close> = setmetatable({}, { __close = function()
              return (("a"):rep(4000)):find(".-.-.-b") end })
            error("begin")
            """),
    ]
}
