extension Prelude {
    /// Dates, clocks, and timers at times that clocks show.
    static let time = #"""
        local function in_milliseconds(seconds)
          return seconds and tointeger(floor(seconds * 1000)) or now
        end

        -- Why there is no answer, or nil and the answer.
        local function ask_clock(question)
          local reply = host.ask(question)
          return reply.reason, reply.value
        end

        function perform.date(_, arguments)
          return ask_clock({
            verb = "date", milliseconds = in_milliseconds(arguments.seconds),
            format = arguments.format,
            zone = arguments.zone or arguments.format == nil and "UTC" or nil,
          })
        end

        function perform.clock(_, arguments)
          local time = arguments.time
          if type(time) ~= "table" then
            return ask_clock({
              verb = "clock", milliseconds = in_milliseconds(time), zone = arguments.zone,
            })
          end
          if not time.year then return "year is missing" end
          local why, milliseconds = ask_clock({
            verb = "seconds", fields = time, zone = arguments.zone or time.zone,
          })
          if why then return why end
          return nil, unix(milliseconds)
        end

        local function has_no_timer()
          if type(rawget(G, "on_timer")) ~= "function" then
            return "this script has no on_timer to call"
          end
        end

        function perform.after(spec, arguments)
          local why = has_no_timer()
          if why then return why end
          decide(spec, arguments)
        end

        function perform.at(spec, arguments)
          local why, due = has_no_timer(), nil
          if not why then
            why, due = ask_clock({ verb = "time", words = arguments.when, milliseconds = now })
          end
          if why then return why end
          arguments.due = due
          decide(spec, arguments)
        end

        function perform.every(spec, arguments)
          local why = has_no_timer()
          if not why then why = ask_clock({ verb = "schedule", words = arguments.when }) end
          if why then return why end
          arguments.missed = arguments.options and arguments.options.missed
          arguments.options = nil
          decide(spec, arguments)
        end

        """#
}
