/// The Lua code that runs in a state before the script.
///
/// It keeps everything it uses in locals of one chunk, so that a script that replaces or breaks its
/// own globals cannot break it, and it never calls a metamethod of a script's value.
enum Prelude {
    /// For scripts: the sandbox, the `keeper` table, and the worker's entry points.
    static let scripts = sandbox + checks + recording + time + logging + modules + runs + running

    /// For tests of scripts: the sandbox, `test`, and `t` with its expectations.
    static let tests =
        sandbox + performing + logging + stepping + matching
        + wishing + expecting + testing

    /// For `config.lua`: the sandbox and the constructors.
    static let configuration = sandbox + configuring
}

extension Prelude {
    /// Removes closed names and makes a misspelt global an error.
    static let sandbox = #"""
        local host, settings = ...
        local G, getmetatable, ipairs, next, pcall = _G, getmetatable, ipairs, next, pcall
        local rawequal, rawget, rawlen, rawset = rawequal, rawget, rawlen, rawset
        local select, setmetatable = select, setmetatable
        local error, tostring, type, collectgarbage = error, tostring, type, collectgarbage
        local concat, sort, unpack = table.concat, table.sort, table.unpack
        local find, format, gsub, gmatch, match, sub =
          string.find, string.format, string.gsub, string.gmatch, string.match, string.sub
        local floor, huge, tointeger, is_utf8 = math.floor, math.huge, math.tointeger, utf8.len
        local fail = host.fail

        local open = {}
        for _, name in ipairs(settings.functions) do open[name] = true end
        for _, name in ipairs(settings.libraries) do open[name] = true end
        for name in next, G do
          if not open[name] then G[name] = nil end
        end
        for library, members in next, settings.closed_members do
          for _, member in ipairs(members) do G[library][member] = nil end
        end
        getmetatable("").__metatable = false

        -- A text as an error shows it: short, and with nothing in it that could drive a terminal.
        local function quoted(text)
          local short = #text > 40 and sub(text, 1, 37) .. "..." or text
          return '"' .. gsub(short, "[%c]", "?") .. '"'
        end

        local function names_of(set)
          local names = {}
          for name in next, set do
            if type(name) == "string" then names[#names + 1] = name end
          end
          return names
        end

        local function did_you_mean(word, names)
          return host.ask({ verb = "suggest", word = word, names = names })
        end

        -- No finalizers: the limits do not reach into them.
        function G.setmetatable(value, meta)
          if type(meta) == "table" and rawget(meta, "__gc") ~= nil then
            fail("__gc is not available to scripts")
          end
          local done, why = pcall(setmetatable, value, meta)
          if not done then fail(why) end
          return value
        end

        function G.collectgarbage(what)
          if what ~= "count" then fail('collectgarbage: only "count" is open to scripts') end
          return collectgarbage("count")
        end

        -- Says something about the line of the script that is running.
        local function warn(text) host.log("warning: " .. host.where() .. text) end

        -- While a file is loaded it may define functions; in config.lua it may define anything.
        local loading, free = false, false
        setmetatable(G, {
          __metatable = false,
          __index = function(_, name)
            if type(name) ~= "string" then return nil end
            local hint = settings.hints[name]
            fail("unknown global " .. quoted(name)
              .. (hint and "; " .. hint or did_you_mean(name, names_of(G))))
          end,
          __newindex = function(_, name, value)
            rawset(G, name, value)
            if free or loading and type(value) == "function" then return end
            warn("sets the global " .. quoted(tostring(name))
              .. "; say local, or use keeper.remember")
          end,
        })
        local entries = {}

        """#
}
