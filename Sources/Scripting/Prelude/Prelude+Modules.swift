extension Prelude {
    /// `require`: runs a file of `lib` once per load of the script, in the script's own state and
    /// within its limits.
    static let modules = #"""
        local required, requiring, module_count = {}, {}, 0
        local most_modules = 64

        local function cycle(name)
          local first = nil
          for place, other in ipairs(requiring) do
            if other == name then first = place end
          end
          if not first then return nil end
          return concat({ unpack(requiring, first) }, " → ") .. " → " .. name
        end

        rawset(G, "require", function(name)
          if type(name) ~= "string" then fail("require: give the name of a file in lib, in quotes") end
          if not match(name, "^[%w_-]+$") then
            fail("require: " .. quoted(name) .. ' is no name of a module; for lib/banks.lua write "banks"')
          end
          local known = required[name]
          if known then return known.value end
          if not loading then
            fail("require: lib/" .. name .. ".lua is not loaded; require it at the top of the file")
          end
          local circle = cycle(name)
          if circle then fail("require: modules need each other in a circle: " .. circle) end
          module_count = module_count + 1
          if module_count > most_modules then
            fail("require: more than " .. most_modules .. " modules in one script")
          end
          local reply = host.query({ verb = "module", name = name })
          if not reply.value then fail("require: " .. tostring(reply.reason)) end
          local chunk, why = host.compile("lib/" .. name .. ".lua", reply.value)
          if not chunk then error(why, 0) end
          requiring[#requiring + 1] = name
          local value = chunk(name)
          requiring[#requiring] = nil
          if value == nil then value = true end
          required[name] = { value = value }
          return value
        end)

        """#
}
