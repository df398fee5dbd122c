-- Sends messages with the date in words of your language, here German.

local CHANNEL = "phone"
local DAYS = { "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag" }
local MONTHS = {
  "Januar", "Februar", "März", "April", "Mai", "Juni",
  "Juli", "August", "September", "Oktober", "November", "Dezember",
}

-- As clocks show it in `time_zone` of config.lua.
local function spoken(time)
  local clock = keeper.clock(time)
  return ("%s, %d. %s, %s Uhr"):format(
    DAYS[clock.weekday], clock.day, MONTHS[clock.month], keeper.date(time, "%H:%M"))
end

function on_message(message)
  keeper.forward(CHANNEL, {
    title = message.sender or "Unbekannt",
    text = spoken(message.received_at or message.stored_at) .. "\n" .. message.text,
  })
end
