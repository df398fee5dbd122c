-- The shipped scripts as a hook that is started for one message: `keeper` only takes note, and what is
-- forwarded is printed.
--   lua5.4 hook.lua SENDER TEXT CODE SCRIPT...

local decisions, stopped, memory = {}, false, {}
keeper = {
  stop = function() stopped = true end,
  recall = function(key) return memory[key] end,
  remember = function(key, value) memory[key] = value end,
  forget = function(key) memory[key] = nil end,
  log = function() end,
  now = os.time,
}
for _, name in ipairs { "tag", "route", "forward", "cancel", "finish", "after", "label", "wake" } do
  keeper[name] = function(...) decisions[#decisions + 1] = { name, ... } end
end

local message = {
  id = 1, sender = arg[1], text = arg[2], code = arg[3], first = false, tags = {},
  line = { id = 1, number = "+14155550100", kind = "rental", account = "pool" },
}
for index = 4, #arg do
  on_message = nil
  dofile(arg[index])
  if on_message then on_message(message) end
  if stopped then break end
end
assert(#decisions > 0, "no script decided anything")
for _, decision in ipairs(decisions) do
  if decision[1] == "forward" then
    print(decision[2], decision[3].title, (decision[3].text:gsub("%s+", " ")))
  end
end
