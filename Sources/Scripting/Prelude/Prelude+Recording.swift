extension Prelude {
    /// The implementations of the functions of `keeper`, called with checked arguments.
    static let recording = #"""
        local limits = settings.limits
        local in_message, in_handler = false, false
        local decisions, places, stopped, overrun, questions, tags, events
        local run_name, forwards
        local kept, changed = {}, {}
        local kept_keys, kept_bytes = 0, 0
        local run_keys, run_bytes
        local perform = {}

        local function record(decision)
          if #decisions >= limits.decisions then
            overrun = host.where() .. "more than " .. limits.decisions .. " decisions in one run"
            host.overrun()
            error(overrun, 0)
          end
          decisions[#decisions + 1] = decision
          places[#places + 1] = { at = host.place(), locals = host.locals() }
        end

        -- Most decisions are their checked arguments under the function's name.
        local function decide(spec, arguments)
          arguments.kind = spec.name
          record(arguments)
        end

        function perform.forward(spec, arguments)
          local content = arguments.content or {}
          if content.text == nil and not in_message then
            return "nothing to forward outside a message; give a text"
          end
          local chain = arguments.channel
          if content.within and #chain == 1 then return "within is for a list of channels" end
          local target = concat(chain, "+")
          local place = forwards[target] or 0
          forwards[target] = place + 1
          content.channel, content.further, content.kind = chain[1], { unpack(chain, 2) }, spec.name
          content.handle = run_name .. "-" .. target .. "-" .. place
          record(content)
          return nil, content.handle
        end

        function perform.emit(spec, arguments)
          if (is_utf8(arguments.name) or #arguments.name) > limits.tag_length then
            return "name is longer than " .. limits.tag_length .. " characters"
          end
          local bytes = host.encode(arguments.data, "data")
          if bytes and #bytes > limits.event_bytes then
            return "data is longer than " .. limits.event_bytes .. " bytes"
          end
          if events == limits.events then
            return "more than " .. limits.events .. " events in one run"
          end
          events = events + 1
          decide(spec, arguments)
        end

        -- Why these are too many or too long, or nil.
        local function count_tags(values)
          for _, tag in ipairs(values) do
            if (is_utf8(tag) or #tag) > limits.tag_length then
              return "tag is longer than " .. limits.tag_length .. " characters"
            end
          end
          if tags + #values > limits.tags then
            return "more than " .. limits.tags .. " tags in one run"
          end
          tags = tags + #values
        end

        function perform.tag(_, arguments)
          local why = count_tags(arguments.values)
          if why then return why end
          record({ kind = "tag", tags = arguments.values })
        end

        local function tag_line(spec, arguments)
          if not arguments.line and not in_message then
            return "line is missing; give one outside a message, as a table or an id"
          end
          local why = count_tags(arguments.values)
          if why then return why end
          record({ kind = spec.name, line = arguments.line, tags = arguments.values })
        end

        perform.tag_line, perform.untag_line = tag_line, tag_line

        function perform.stop() stopped = host.place() end

        local function bytes_of(key)
          local bytes = changed[key]
          if bytes == nil then bytes = kept[key] end
          return bytes or nil
        end

        local function change(key, bytes)
          local before = bytes_of(key)
          local keys = run_keys + (bytes and 1 or 0) - (before and 1 or 0)
          local size = run_bytes + (bytes and #key + #bytes or 0) - (before and #key + #before or 0)
          if bytes and keys > limits.remembered_keys then
            return "more than " .. limits.remembered_keys .. " keys are remembered; forget some"
          end
          if bytes and size > limits.remembered_bytes then
            return "more than " .. limits.remembered_bytes .. " bytes are remembered; forget some"
          end
          run_keys, run_bytes = keys, size
          changed[key] = bytes or false
        end

        function perform.remember(_, arguments)
          if not is_utf8(arguments.key) then return "key is not valid UTF-8 text" end
          local bytes, why = host.encode(arguments.value, "value")
          if not bytes then return why end
          return change(arguments.key, bytes)
        end

        function perform.forget(_, arguments) return change(arguments.key, nil) end

        function perform.recall(_, arguments)
          local bytes = bytes_of(arguments.key)
          if bytes then return nil, host.decode(bytes) end
        end

        local function query(spec, arguments)
          questions = questions + 1
          if questions > limits.questions then
            return "more than " .. limits.questions .. " questions in one run"
          end
          local reply = host.query({ verb = spec.name, filter = arguments.filter or arguments })
          return reply.fault, reply.value, reply.reason
        end

        perform.lines, perform.messages = query, query
        perform.spend, perform.balance, perform.offers = query, query, query
        perform.extension_price, perform.plan = query, query

        local function unix(milliseconds)
          return milliseconds % 1000 == 0 and milliseconds // 1000 or milliseconds / 1000
        end

        function perform.now() return nil, unix(now) end

        """#

    /// `print`, and the display of tables with their contents.
    static let logging = #"""
        local function shown(value, depth)
          if type(value) ~= "table" then
            return type(value) == "string" and depth > 0 and quoted(value) or tostring(value)
          end
          local meta = getmetatable(value)
          if type(meta) == "table" and rawget(meta, "__tostring") then return tostring(value) end
          if depth == 3 then return "{...}" end
          local parts, count, listed = {}, 0, rawlen(value)
          for place = 1, listed do
            if count == 50 then break end
            count = count + 1
            parts[count] = shown(rawget(value, place), depth + 1)
          end
          local named = {}
          for key in next, value do
            if not (type(key) == "number" and tointeger(key) and key >= 1 and key <= listed) then
              named[#named + 1] = type(key) == "string" and key or "[" .. shown(key, 3) .. "]"
              if #named == 50 then break end
            end
          end
          sort(named)
          for _, name in ipairs(named) do
            count = count + 1
            local field = rawget(value, name)
            parts[count] = field == nil and name or name .. " = " .. shown(field, depth + 1)
          end
          return count == 0 and "{}" or "{ " .. concat(parts, ", ") .. " }"
        end

        function perform.log(_, arguments)
          local parts = {}
          for place = 1, arguments.count do parts[place] = shown(arguments.values[place], 0) end
          host.log(concat(parts, "\t"))
        end

        """#
}
