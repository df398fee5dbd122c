extension Prelude {
    /// The functions of `config.lua`, and the entry point that evaluates it.
    static let configuring = #"""
        function G.print(...)
          local parts = {}
          for place = 1, select("#", ...) do parts[place] = tostring((select(place, ...))) end
          host.log(concat(parts, "\t"))
        end

        -- Secrets are only named here: this process never sees one.
        local function reference(source, what)
          return function(name)
            if type(name) ~= "string" or name == "" then
              fail(what .. " takes the name in quotes")
            end
            return { secret = source, name = name }
          end
        end

        G.secret = reference("environment", "secret")
        G.secret_file = reference("file", "secret_file")

        -- Hours may stand in front of what is said about them: { "22:00-07:00", days = "mon..fri" }.
        local function with_hours(quiet)
          if type(quiet) ~= "table" or quiet[1] == nil then return quiet end
          local named, hours = {}, {}
          for name, value in next, quiet do
            if type(name) == "string" then named[name] = value else hours[name] = value end
          end
          if next(named) == nil or named.hours then return quiet end
          named.hours = hours
          return named
        end

        local function constructor(kind)
          return function(options)
            if type(options) ~= "table" then
              fail(kind .. " takes a table: " .. kind .. " { ... }")
            end
            local channel = { channel_type = kind }
            for name, value in next, options do channel[name] = value end
            channel.quiet = with_hours(channel.quiet)
            return channel
          end
        end

        function entries.configure(request)
          for _, kind in ipairs(request.channel_kinds) do rawset(G, kind, constructor(kind)) end
          local before = {}
          for name in next, G do before[name] = true end
          local chunk, why = host.compile(request.name, request.source)
          if not chunk then return { compile_error = why } end
          free = true
          if chunk() ~= nil then return { returned = true } end
          local globals = {}
          for name, value in next, G do
            if type(name) == "string" and not before[name] then
              local bytes, reason = host.encode(value, name)
              if not bytes then return { unkept = name, reason = reason } end
              globals[name] = value
            end
          end
          return { globals = globals }
        end
        return entries
        """#
}
