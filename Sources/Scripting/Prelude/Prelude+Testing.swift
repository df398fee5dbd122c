extension Prelude {
    /// What `logging` needs beside the sandbox.
    static let performing = "local perform = {}\n"

    /// `t`: gives scripts something to do. The manager's side runs them and answers what they did.
    static let stepping = #"""
        local t, tests = {}, {}
        -- What the last step led to.
        local last = {}

        local function refuse(name, why) fail("t." .. name .. ": " .. why) end

        local function ask(name, arguments)
          local bytes, unfit = host.encode(arguments, name)
          if not bytes then refuse(name, unfit) end
          local reply = host.query({ verb = "test", step = name, arguments = arguments })
          if reply.reason then refuse(name, reply.reason) end
          return reply.value
        end

        -- A script that failed fails the test, unless the test expected it.
        local function check_failures()
          local failure = last.failures[1]
          if failure then error(last.place .. failure, 0) end
        end

        local function act(name, arguments)
          check_failures()
          local place = host.where()
          local outcome = ask(name, arguments)
          last = outcome
          last.place = place
          return outcome.result
        end

        local function table_of(name, fields)
          if fields == nil then return {} end
          if type(fields) ~= "table" then refuse(name, "give a table") end
          return fields
        end

        local function list_of(...)
          local first = ...
          return type(first) == "table" and first or { ... }
        end

        function t.scripts(...) ask("scripts", { names = list_of(...) }) end
        function t.config(fields) ask("config", table_of("config", fields)) end
        function t.zone(name) ask("config", { zone = name }) end
        function t.line(fields) return ask("line", table_of("line", fields)) end
        function t.now() return ask("now", {}) end

        function t.remember(key, value, script)
          ask("remember", { key = key, value = value, script = script })
        end

        function t.answer(name, value, reason)
          ask("answer", { name = name, value = value, reason = reason })
        end

        function t.remembered(key, script)
          return ask("remembered", { key = key, script = script })
        end

        function t.message(fields)
          if type(fields) == "string" then fields = { text = fields } end
          return act("message", table_of("message", fields))
        end

        function t.event(kind, fields)
          local event = { kind = kind }
          for name, value in next, table_of("event", fields) do event[name] = value end
          act("event", event)
        end

        function t.action(fields) act("action", table_of("action", fields)) end

        function t.timer(name, data, script)
          act("timer", { name = name, data = data, script = script })
        end

        function t.start(why, script) act("start", { why = why, script = script }) end
        function t.at(when) act("at", { when = when }) end

        function t.log()
          local lines = {}
          for place, line in ipairs(last.log) do lines[place] = line end
          return lines
        end

        """#

    /// The matchers, and the comparison with them.
    static let matching = #"""
        local matchers = {}

        local function matcher(words, fits)
          local one = {}
          matchers[one] = { words = words, fits = fits }
          return one
        end

        t.any = matcher("anything", function(value) return value ~= nil end)

        function t.matching(pattern)
          if type(pattern) ~= "string" then refuse("matching", "give a pattern") end
          return matcher("text matching " .. quoted(pattern), function(value)
            return type(value) == "string" and find(value, pattern) ~= nil
          end)
        end

        function t.containing(text)
          if type(text) ~= "string" then refuse("containing", "give a text") end
          return matcher("text containing " .. quoted(text), function(value)
            return type(value) == "string" and find(value, text, 1, true) ~= nil
          end)
        end

        local function words_for(value)
          local one = matchers[value]
          if one then return one.words end
          if type(value) ~= "table" then return shown(value, 1) end
          local names, parts = names_of(value), {}
          sort(names)
          for place = 1, rawlen(value) do parts[place] = words_for(rawget(value, place)) end
          for _, name in ipairs(names) do
            parts[#parts + 1] = name .. " = " .. words_for(rawget(value, name))
          end
          return #parts == 0 and "{}" or "{ " .. concat(parts, ", ") .. " }"
        end

        -- Tables are compared by the fields that are expected, lists whole.
        local function fits(expected, value)
          if expected == nil then return value == nil end
          local one = matchers[expected]
          if one then return one.fits(value) end
          if type(expected) ~= "table" or type(value) ~= "table" then return expected == value end
          for key, part in next, expected do
            if not fits(part, rawget(value, key)) then return false end
          end
          return rawlen(expected) == 0 or rawlen(expected) == rawlen(value)
        end

        """#

    /// The entry points of a file of tests.
    static let testing = #"""
        setmetatable(t, {
          __metatable = false,
          __index = function(_, name)
            if type(name) ~= "string" then return nil end
            fail("t has no " .. quoted(name) .. did_you_mean(name, names_of(t)))
          end,
        })
        G.print = function(...) perform.log(nil, { values = { ... }, count = select("#", ...) }) end

        function G.test(name, body)
          if type(name) ~= "string" or name == "" then fail("test: give a name first") end
          if type(body) ~= "function" then fail("test: give a function after the name") end
          if #tests == 1000 then fail("test: a file may hold 1000 tests") end
          tests[#tests + 1] = { name = name, body = body, place = host.place() }
        end

        function entries.load(request)
          local chunk, why = host.compile(request.name, request.source)
          if not chunk then return { compile_error = why } end
          free = true
          chunk()
          local listed = {}
          for place, one in ipairs(tests) do
            listed[place] = { name = one.name, place = one.place }
          end
          return { tests = listed }
        end

        function entries.run(request)
          last = { decisions = {}, failures = {}, log = {}, stopped = {}, place = "" }
          ask("begin", {})
          tests[request.index].body(t)
          check_failures()
          return { found = true }
        end
        return entries
        """#
}
