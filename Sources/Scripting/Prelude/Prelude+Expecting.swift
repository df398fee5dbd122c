extension Prelude {
    /// What may be expected of a step, by the names that `t.expect` has for it.
    static let wishing = #"""
        -- Each returns the decisions that may be meant, their expected fields, and the words.
        local wishes = {}

        local function line_id(line)
          if type(line) == "table" and not matchers[line] then return rawget(line, "id") end
          return line
        end

        local function named(name)
          return function(value)
            return { [name] = true }, { name = value }, name .. (value and " " .. words_for(value) or "")
          end
        end

        wishes.route, wishes.cancel_timer = named("route"), named("cancel_timer")

        function wishes.withdraw(handle)
          return { withdraw = true }, { handle = handle },
            "withdraw" .. (handle and " " .. words_for(handle) or "")
        end

        function wishes.emit(name, data)
          local words = "emit" .. (name and " " .. words_for(name) or "")
          if data ~= nil then words = words .. " with " .. words_for(data) end
          return { emit = true }, { name = name, data = data }, words
        end

        -- The words may follow a line, which is a table or an id.
        for _, kind in ipairs({ "tag_line", "untag_line" }) do
          wishes[kind] = function(...)
            local line, words = nil, { ... }
            if #words > 0 and type(words[1]) ~= "string" and not matchers[words[1]] then
              line, words = words[1], { select(2, ...) }
            end
            local wanted = #words > 0 and words or nil
            return { [kind] = true }, { line = line_id(line), tags = wanted },
              kind .. (wanted and " " .. words_for(wanted) or "")
          end
        end

        local contents = { "title", "text", "priority", "tags", "url", "backlog", "within" }

        function wishes.forward(channel, content)
          if type(content) == "string" or matchers[content] then content = { text = content } end
          local is_chain = type(channel) == "table" and not matchers[channel]
          local wanted = { [is_chain and "channels" or "channel"] = channel }
          local words = "forward"
          if channel then words = words .. " to " .. words_for(channel) end
          for name, value in next, content or {} do
            local is_known = false
            for _, other in ipairs(contents) do is_known = is_known or other == name end
            if not is_known then
              refuse("expect.forward", "unknown field " .. quoted(tostring(name))
                .. did_you_mean(tostring(name), contents))
            end
            if name == "within" and type(value) == "string" then
              value = ask("duration", { text = value })
            end
            wanted[name] = value
          end
          if content then words = words .. " with " .. words_for(content) end
          return { forward = true }, wanted, words
        end

        for _, name in ipairs({ "cancel", "refund", "finish", "resend", "wake", "swap", "reset" }) do
          wishes[name] = function(line)
            local words = line and " line " .. words_for(line_id(line)) or ""
            return { [name] = true }, { line = line_id(line) }, name .. words
          end
        end

        -- A line may come before the value.
        for name, field in next, { extend = "days", auto_extend = "on", label = "text" } do
          wishes[name] = function(...)
            local line, value = ...
            if select("#", ...) < 2 then line, value = nil, line end
            local words = value == nil and "" or " " .. words_for(value)
            return { [name] = true }, { line = line_id(line), [field] = value }, name .. words
          end
        end

        function wishes.timer(name, fields)
          local wanted, words = { name = name }, "timer"
          if name then words = words .. " " .. words_for(name) end
          for key, value in next, fields or {} do
            if key == "delay" and type(value) == "string" then
              value = ask("duration", { text = value })
            end
            wanted[key] = value
          end
          if fields then words = words .. " with " .. words_for(fields) end
          return { after = true, at = true, every = true }, wanted, words
        end

        """#

    /// `t.expect` and `t.expect.no`.
    static let expecting = #"""
        local expect, no = {}, {}
        t.expect = expect
        expect.no = no

        local function listed(lines)
          return #lines == 0 and "nothing" or concat(lines, "\n         ")
        end

        local function got()
          local lines = {}
          for place, decision in ipairs(last.decisions) do lines[place] = decision.shown end
          return listed(lines)
        end

        local function differ(expected, value)
          fail("expected " .. expected .. "\ngot      " .. value)
        end

        -- The first that fits, and rather one that no expectation has met yet.
        local function find_decision(kinds, wanted)
          local met
          for _, decision in ipairs(last.decisions) do
            if kinds[decision.kind] and fits(wanted, decision.fields) then
              if not decision.met then return decision end
              met = met or decision
            end
          end
          return met
        end

        for name, wish in next, wishes do
          expect[name] = function(...)
            local kinds, wanted, words = wish(...)
            local decision = find_decision(kinds, wanted)
            if not decision then differ(words, got()) end
            decision.met = true
          end
          no[name] = function(...)
            local kinds, wanted, words = wish(...)
            local decision = find_decision(kinds, wanted)
            if decision then differ("no " .. words, decision.shown) end
          end
        end

        local function tagging(tag)
          for _, decision in ipairs(last.decisions) do
            for _, other in ipairs(decision.kind == "tag" and decision.fields.tags or {}) do
              if fits(tag, other) then return decision end
            end
          end
        end

        function expect.tag(...)
          for _, tag in ipairs(list_of(...)) do
            local decision = tagging(tag)
            if not decision then differ("tag " .. words_for(tag), got()) end
            decision.met = true
          end
        end

        function no.tag(...)
          for _, tag in ipairs(list_of(...)) do
            local decision = tagging(tag)
            if decision then differ("no tag " .. words_for(tag), decision.shown) end
          end
        end

        -- No decision that was not expected before.
        function expect.nothing()
          local lines = {}
          for _, decision in ipairs(last.decisions) do
            if not decision.met then lines[#lines + 1] = decision.shown end
          end
          if #lines > 0 then differ("nothing more", listed(lines)) end
        end

        local function stopper(script)
          for _, name in ipairs(last.stopped) do
            if script == nil or script == name then return name end
          end
        end

        function expect.stop(script)
          if not stopper(script) then
            local by = script and " by " .. tostring(script) or ""
            differ("a stop" .. by, listed(last.stopped))
          end
        end

        function no.stop(script)
          local name = stopper(script)
          if name then differ("no stop", "a stop by " .. name) end
        end

        local function containing(lines, text)
          for place, line in ipairs(lines) do
            if matchers[text] and fits(text, line) then return place end
            if type(text) == "string" and find(line, text, 1, true) then return place end
            if text == nil then return place end
          end
        end

        function expect.log(text)
          if not containing(last.log, text) then
            differ("log " .. words_for(text), listed(last.log))
          end
        end

        function no.log(text)
          local place = containing(last.log, text)
          if place then differ("no such log", last.log[place]) end
        end

        function expect.failure(text)
          local place = containing(last.failures, text)
          if not place then differ("failure " .. words_for(text), listed(last.failures)) end
          last.failures = {}
        end

        function expect.remembered(key, value, script)
          local found = t.remembered(key, script)
          if not fits(value, found) then
            differ("remembered " .. tostring(key) .. " = " .. words_for(value), shown(found, 1))
          end
        end

        function expect.equal(value, expected)
          if not fits(expected, value) then differ(words_for(expected), shown(value, 1)) end
        end

        for name, set in next, { ["t.expect"] = expect, ["t.expect.no"] = no } do
          setmetatable(set, {
            __metatable = false,
            __index = function(_, key)
              if type(key) ~= "string" then return nil end
              fail(name .. " has no " .. quoted(key) .. did_you_mean(key, names_of(set)))
            end,
          })
        end

        """#
}
