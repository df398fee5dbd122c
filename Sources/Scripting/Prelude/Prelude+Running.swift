extension Prelude {
    /// The `keeper` table itself, and the worker's entry points: load a script, run a handler.
    static let running = #"""
        local while_loading = { log = true, now = true, date = true, clock = true, recall = true }
        local line_decisions = {}

        -- Nil when the call makes sense here, or why not.
        local function misplaced(spec, count)
          if not in_handler and not while_loading[spec.name] then
            return "works only inside a handler"
          end
          if in_message then return nil end
          if spec.needs_message then return "works only in on_message" end
          if line_decisions[spec.name] and count < #spec.parameters then
            return "line is missing; give one outside a message"
          end
        end

        local keeper = {}
        for _, spec in ipairs(settings.keeper) do
          local act = perform[spec.name] or decide
          local first = spec.parameters[1]
          line_decisions[spec.name] =
            spec.kind == "decision" and first and first.type == "line" or nil
          keeper[spec.name] = function(...)
            local count = select("#", ...)
            local why = nil
            if count > 0 and rawequal((...), keeper) then
              why = "call it with a dot, not with a colon"
            else
              why = misplaced(spec, count)
            end
            local arguments
            if not why then arguments, why = checked_arguments(spec, count, ...) end
            local result, reason
            if arguments then why, result, reason = act(spec, arguments) end
            if why then fail("keeper." .. spec.name .. ": " .. why) end
            -- At a prompt the nothing of a decision is not a value to show.
            quiet = result == nil and spec.name ~= "recall"
            if reason then return result, reason end
            return result
          end
        end
        G.print = keeper.log
        rawset(G, "keeper", setmetatable(keeper, {
          __metatable = false,
          __index = function(_, name)
            if type(name) ~= "string" then return nil end
            fail("keeper has no " .. quoted(name) .. did_you_mean(name, names_of(keeper)))
          end,
        }))

        function entries.environment(names) routes, channels = names.routes, names.channels end

        local function is_handler(name)
          for _, handler in ipairs(settings.handlers) do
            if handler == name then return true end
          end
          return false
        end

        -- Runs the file once, and tells which handlers it defined.
        function entries.load(request)
          entries.environment(request)
          now = request.now
          for key, value in next, request.memory do
            local bytes = host.encode(value, key)
            if bytes then
              kept[key] = bytes
              kept_keys, kept_bytes = kept_keys + 1, kept_bytes + #key + #bytes
            end
          end
          local chunk, why = host.compile(request.name, request.source)
          if not chunk then return { compile_error = why } end
          loading = true
          chunk()
          loading = false
          local handlers, remark = {}, nil
          for _, name in ipairs(names_of(G)) do
            if type(rawget(G, name)) == "function" and sub(name, 1, 3) == "on_" then
              if is_handler(name) then
                handlers[#handlers + 1] = name
              else
                local near = did_you_mean(name, settings.handlers)
                -- Nothing would ever call it.
                if near ~= "" then error(name .. " is not a handler" .. near, 0) end
                remark = name .. " is not a handler"
                warn(remark)
              end
            end
          end
          if #handlers == 0 then
            local nothing = "defines no handler, so it is never called"
            warn(nothing)
            remark = remark or nothing
          end
          return { handlers = handlers, remark = remark }
        end

        -- Calls one handler. Nothing it did counts unless this returns.
        function entries.run(request)
          local handler = rawget(G, request.handler)
          if type(handler) ~= "function" then return { found = false } end
          now, in_handler = request.now, true
          in_message = request.handler == "on_message"
          begin_run(request.run)
          handler(unpack(request.arguments, 1, request.count))
          return end_run()
        end

        -- One line of a prompt beside the script, in the place of a handler.
        function entries.evaluate(request)
          local source = request.source
          local chunk, other = host.compile("lua", "return " .. source)
          local why
          if not chunk then chunk, why = host.compile("lua", source) end
          if not chunk then
            local goes_on = find(why, "<eof>'?$") or find(other, "<eof>'?$")
            return { incomplete = goes_on ~= nil, wrong = why }
          end
          now, in_handler, in_message, free = request.now, true, request.message ~= nil, true
          if request.message and not rawget(G, "message") then
            rawset(G, "message", request.message)
          end
          begin_run("lua")
          local results = { n = 0 }
          local function keep(...)
            results.n = select("#", ...)
            for place = 1, results.n do results[place] = shown((select(place, ...)), 1) end
          end
          quiet = false
          keep(chunk())
          if quiet and results.n == 1 and results[1] == "nil" then results = { n = 0 } end
          local ended = end_run()
          ended.results, results.n = results, nil
          return ended
        end
        return entries
        """#

    /// What every run begins and ends with.
    static let runs = #"""
        local quiet
        local function begin_run(name)
          decisions, places, changed, forwards = {}, {}, {}, {}
          stopped, overrun, questions, tags, events = false, nil, 0, 0, 0
          run_name = name
          run_keys, run_bytes = kept_keys, kept_bytes
        end

        local function end_run()
          if overrun then error(overrun, 0) end
          local changes, forgotten = {}, {}
          for key, bytes in next, changed do
            kept[key] = bytes or nil
            if bytes then changes[key] = host.decode(bytes) else forgotten[#forgotten + 1] = key end
          end
          kept_keys, kept_bytes = run_keys, run_bytes
          return {
            found = true, decisions = decisions, places = places, changes = changes,
            forgotten = forgotten, stopped = stopped and true or false,
            stopped_at = stopped or nil,
          }
        end

        """#
}
