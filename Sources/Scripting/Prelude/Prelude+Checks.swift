extension Prelude {
    /// The argument checks, one per parameter type. Each returns true and the value to record, or
    /// false and the fault.
    static let checks = #"""
        local routes, channels, now
        local check = {}

        local function shown_in_error(value)
          if type(value) == "string" then return quoted(value) end
          if type(value) == "number" or type(value) == "boolean" then return tostring(value) end
          return value == nil and "nil" or "a " .. type(value)
        end

        local function wrong(value, name, expected)
          if value == nil then return false, name .. " is missing" end
          return false, name .. " is " .. shown_in_error(value) .. ", not " .. expected
        end

        function check.any_text(value, name)
          if type(value) == "number" then return true, tostring(value) end
          if type(value) ~= "string" then return wrong(value, name, "text") end
          return true, value
        end

        function check.text(value, name)
          if value == "" then return false, name .. " is empty" end
          return check.any_text(value, name)
        end

        function check.integer(value, name, spec)
          local whole = type(value) == "number" and tointeger(value)
          if whole and whole >= spec.least and whole <= spec.most then return true, whole end
          return wrong(value, name, "a whole number from " .. spec.least .. " to " .. spec.most)
        end

        function check.flag(value, name)
          if type(value) == "boolean" then return true, value end
          return wrong(value, name, "true or false")
        end

        function check.texts(value, name)
          if type(value) ~= "table" then
            local ok, text = check.text(value, name)
            if not ok then return wrong(value, name, "a list of texts") end
            return true, { text }
          end
          local texts = {}
          for place = 1, rawlen(value) do
            local ok, text = check.text(rawget(value, place), name .. "[" .. place .. "]")
            if not ok then return false, text end
            texts[place] = text
          end
          return true, texts
        end

        local seconds_in = { s = 1, m = 60, h = 3600, d = 86400, w = 604800 }

        -- "1h30m" to seconds, or nil.
        local function seconds_of(text)
          local total, rest = 0, text
          while rest ~= "" do
            local number, unit, after = match(rest, "^(%d+)([smhdw])(.*)$")
            if not number or #number > 9 then return nil end
            total, rest = total + tointeger(number) * seconds_in[unit], after
          end
          return text ~= "" and total or nil
        end

        local longest = 3660 * 86400

        -- Milliseconds.
        function check.duration(value, name)
          local seconds = value
          if type(value) == "string" then seconds = #value <= 40 and seconds_of(value) end
          if type(seconds) ~= "number" or not (seconds >= 0 and seconds <= longest) then
            return wrong(value, name, 'a duration such as "10m" or "1h30m", or seconds')
          end
          return true, tointeger(floor(seconds * 1000))
        end

        -- Unix seconds.
        function check.moment(value, name)
          if type(value) == "number" then
            if value > -1e11 and value < 2.5e11 then return true, value end
          elseif type(value) == "string" then
            local ok, milliseconds = check.duration(value, name)
            if ok then return true, (now - milliseconds) / 1000 end
          end
          return wrong(value, name, 'Unix seconds, or a duration such as "1d" for that long ago')
        end

        function check.line(value, name)
          if type(value) == "table" then
            local id = rawget(value, "id")
            if type(id) == "number" and tointeger(id) then return true, tointeger(id) end
            return false, name .. " is a table without the id of a line"
          end
          if type(value) == "number" and tointeger(value) then return true, tointeger(value) end
          if type(value) == "string" and value ~= "" then return true, value end
          return wrong(value, name, "a line, its id, its label or its number")
        end

        local function known(value, name, kind, names)
          local ok, text = check.text(value, name)
          if not ok then return ok, text end
          if not names then return true, text end
          for _, other in ipairs(names) do
            if other == text then return true, text end
          end
          if #names == 0 then return false, "config.lua has no " .. kind .. "s" end
          return false, "unknown " .. kind .. " " .. quoted(text) .. did_you_mean(text, names)
        end

        function check.route(value, name) return known(value, name, "route", routes) end
        function check.channel(value, name) return known(value, name, "channel", channels) end

        -- A list, also of one.
        function check.channels(value, name)
          if type(value) ~= "table" then
            local ok, channel = check.channel(value, name)
            return ok, ok and { channel } or channel
          end
          local list, seen, most = {}, {}, 8
          if rawlen(value) == 0 then return false, name .. " is an empty list" end
          if rawlen(value) > most then return false, name .. " has more than " .. most .. " names" end
          for place = 1, rawlen(value) do
            local ok, channel = check.channel(rawget(value, place), name .. "[" .. place .. "]")
            if not ok then return false, channel end
            if seen[channel] then return false, name .. " has " .. quoted(channel) .. " twice" end
            seen[channel], list[place] = true, channel
          end
          return true, list
        end

        -- A copy: what the script does to its own later is not recorded.
        function check.storable(value, name)
          if value == nil then return false, name .. " is missing" end
          local bytes, why = host.encode(value, name)
          if not bytes then return false, why end
          return true, host.decode(bytes)
        end

        function check.anything(value) return true, value end

        function check.fields(value, name, spec)
          if type(value) ~= "table" then return wrong(value, name, "a table") end
          local checked, names = {}, {}
          for place, field in ipairs(spec.fields) do
            names[place] = field.name
            local given = rawget(value, field.name)
            if given ~= nil then
              local ok, result = check[field.type](given, field.name, field)
              if not ok then return false, result end
              checked[field.name] = result
            end
          end
          for key in next, value do
            local is_known = false
            for _, field in ipairs(names) do is_known = is_known or field == key end
            if not is_known then
              local word = type(key) == "string" and key or shown_in_error(key)
              return false, "unknown field " .. quoted(word) .. did_you_mean(word, names)
            end
          end
          return true, checked
        end

        function check.moment_or_fields(value, name, spec)
          if type(value) == "table" then return check.fields(value, name, spec) end
          return check.moment(value, name)
        end

        function check.choice(value, name, spec)
          for _, word in ipairs(spec.words) do
            if word == value then return true, value end
          end
          local ok, fault = wrong(value, name, 'one of "' .. concat(spec.words, '", "') .. '"')
          return ok, type(value) == "string" and fault .. did_you_mean(value, spec.words) or fault
        end

        function check.text_or_fields(value, name, spec)
          if type(value) == "table" then return check.fields(value, name, spec) end
          local ok, text = check.any_text(value, name)
          if not ok then return wrong(value, name, "text or a table") end
          return true, { text = text }
        end

        -- Arguments by name, or nil and what is wrong. A line as the first one may be left out.
        local function checked_arguments(spec, count, ...)
          local parameters, given, checked = spec.parameters, { ... }, {}
          local last = parameters[#parameters]
          local shift = 0
          if #parameters > 1 and parameters[1].type == "line" and count < #parameters then shift = 1 end
          if last and last.repeated then
            local values, before, line = {}, 0, nil
            -- A text may be a tag as well as the name of a line: only a table or an id is a line.
            if #parameters == 2 and (type(given[1]) == "table" or type(given[1]) == "number") then
              local ok, result = check.line(given[1], parameters[1].name)
              if not ok then return nil, result end
              before, line = 1, result
            end
            count = count - before
            if count == 0 and not last.optional then return nil, last.name .. " is missing" end
            for place = 1, count do
              local ok, result = check[last.type](given[place + before], last.name, last)
              if not ok then return nil, result end
              values[place] = result
            end
            return { values = values, count = count, line = line }
          end
          if count > #parameters then return nil, "too many arguments" end
          for place, parameter in ipairs(parameters) do
            local value = given[place - shift]
            if value ~= nil or not parameter.optional then
              local ok, result = check[parameter.type](value, parameter.name, parameter)
              if not ok then return nil, result end
              checked[parameter.name] = result
            end
          end
          return checked
        end

        """#
}
