---@meta
-- Printed from the table the script worker checks by.

---One received SMS.
---@class Message
---@field id integer Its id in the inbox.
---@field sender string? The sender, as reported by the network.
---@field kind "sms"|"call" How it came; of a call the provider wrote down the words.
---@field text string Its text, written by a stranger.
---@field code string? The code in it, if one was found.
---@field code_confidence "certain"|"likely"|nil How sure the code is; a likely one is a guess.
---@field code_valid_until number? When the code stops being accepted, if known, in Unix seconds.
---@field code_for string? The domain the code is bound to, or the service of the line.
---@field received_at number? When the provider received it, in Unix seconds.
---@field stored_at number When it was stored, in Unix seconds.
---@field first boolean Whether it is the first message of its line.
---@field completed boolean Whether it is a fuller version of a message scripts have seen.
---@field backlog boolean Whether it arrived before its line was adopted.
---@field tags string[] Its tags.
---@field line Line The line it came to.

---A number held.
---@class Line
---@field id integer Its local id.
---@field label string? Its label, if any.
---@field number string? Digits with a leading `+`.
---@field kind "rental"|"activation"|"inbound" The kind of number.
---@field account string The account it is held with.
---@field provider string That account's provider.
---@field service string? The service it was bought for.
---@field country string? Its country.
---@field state string Its state: `active`, `waiting`, `received`, ...
---@field expires_at number? When it ends, in Unix seconds.
---@field tags string[] Its tags.

---Something that happened to a line.
---@class Event
---@field kind "bought"|"adopted"|"listening"|"asleep"|"expiring"|"extended"|"expired"|"refund_closing"|"refunded"|"cancelled"|"finished"|"swapped"|"resent"|"lost"|"number_changed"|"missed" What happened.
---@field text string The same as a sentence.
---@field line Line The line.
---@field at number When, in Unix seconds.

---An action of this script that succeeded or finally failed.
---@class Action
---@field id integer Its id in the list of actions.
---@field kind "forward"|"order"|"rent"|"cancel"|"refund"|"extend"|"resend"|"swap"|"finish"|"wake"|"reset"|"auto_extend" What it does.
---@field state "done"|"failed"|"doubt" Its result.
---@field result string? The same as a sentence.
---@field channel string? The channel of a forward.
---@field message integer? The id of its message.
---@field line Line? Its line.
---@field attempts integer The number of tries.

keeper = {}

---Puts the message on a route: it is forwarded to each channel the configuration lists for it.
---@param name string A route of config.lua.
function keeper.route(name) end

---@class KeeperForward
---@field title? string A heading.
---@field text? string The body; without it, the message's text.
---@field priority? integer 1 (least) to 5 (most urgent).
---@field tags? string[] Words the channel shows with it.
---@field url? string The page to open on a tap.
---@field backlog? boolean Whether to send it even if the message is backlog.

---Sends something to one channel. Outside a message, text is required.
---@param channel string A channel of config.lua.
---@param content? string|KeeperForward What to send; without it, the message as it is.
function keeper.forward(channel, content) end

---Adds tags to the message.
---@param ... string One or more words.
function keeper.tag(...) end

---Calls this script's `on_timer` later, even after a restart.
---@param delay string|number The time from now.
---@param name string The timer's name. Setting it again replaces the earlier one.
---@param data? any Passed to `on_timer` unchanged.
function keeper.after(delay, name, data) end

---Calls this script's `on_timer` when clocks next show this time.
---@param when string `07:00`, `mon 09:00`, or `2026-12-24 18:00`.
---@param name string The timer's name. Setting it again replaces the earlier one.
---@param data? any Passed to `on_timer` unchanged.
function keeper.at(when, name, data) end

---@class KeeperEvery
---@field missed? 'once'|'skip' After a time without the manager: `once` makes up for the missed times with one call, as without this; `skip` waits for the next time.

---Calls this script's `on_timer` again and again, until `keeper.cancel_timer`. The schedule belongs to the script: it survives failed runs and restarts, and setting it again unchanged does not restart it.
---@param when string `15m`, `1d at 07:00`, `mon..fri 09:00`, `sat,sun 10:00`, `1st 08:00` or `last 18:00` of the month.
---@param name string The timer's name. Setting it again replaces the earlier one.
---@param data? any Passed to `on_timer` unchanged.
---@param options? KeeperEvery What to do about missed times.
function keeper.every(when, name, data, options) end

---Removes a timer or schedule of this script, if there is one.
---@param name string The timer's name.
function keeper.cancel_timer(name) end

---Cancels an activation, with a refund if still possible.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.cancel(line) end

---Returns a rental for a refund, within its refund window.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.refund(line) end

---Extends a rental. Costs money, within the spending limit for scripts.
---@overload fun(days: integer)
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
---@param days integer The number of days to add.
function keeper.extend(line, days) end

---Tells the provider that an activation is finished.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.finish(line) end

---Requests another code on an activation.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.resend(line) end

---Switches a rental on, so that messages to it arrive.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.wake(line) end

---Exchanges the number of a line for another, if the provider supports it.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.swap(line) end

---Restarts the port of a rental that no longer receives. It is deaf for three minutes.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.reset(line) end

---Has the provider extend a rental by itself, or stops that. The provider then takes its price each time, whatever the limits here say; the first one must be within the spending limit for scripts.
---@overload fun(on: boolean)
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
---@param on boolean Whether the provider is to do so.
function keeper.auto_extend(line, on) end

---Labels a line.
---@overload fun(text: string)
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
---@param text string The new label; empty removes it.
function keeper.label(line, text) end

---Stores a value for later runs of this script, even after a restart.
---@param key string Any text.
---@param value any Booleans, numbers, text, and lists or tables of them.
function keeper.remember(key, value) end

---Returns a remembered value.
---@param key string Any text.
---@return any # A copy of the value, or nil.
function keeper.recall(key) end

---Deletes a remembered value.
---@param key string Any text.
function keeper.forget(key) end

---@class KeeperLines
---@field line? Line|integer|string One line.
---@field kind? string `rental` or `activation`.
---@field account? string Of this account.
---@field provider? string Of this provider.
---@field service? string For this service: a name, a code or the provider's id.
---@field country? string Of this country: a name, a code or the provider's id.
---@field state? string In this state; without it, all lines held.
---@field tag? string With this tag.
---@field limit? integer Maximum number.

---Lists lines.
---@param filter? KeeperLines Filters for the lines; without it, all lines held.
---@return Line[]? # Lines by id; or nil and the reason.
---@return string? reason
function keeper.lines(filter) end

---@class KeeperMessages
---@field line? Line|integer|string On this line.
---@field sender? string From this sender.
---@field search? string With these words in the text.
---@field route? string On this route.
---@field tag? string With this tag.
---@field since? string|number Not older: `"1d"`, or Unix seconds.
---@field before? string|number Older: `"1h"`, or Unix seconds.
---@field limit? integer Maximum number; 100 without it.

---Lists stored messages.
---@param filter? KeeperMessages Filters for the messages.
---@return Message[]? # Newest first; or nil and the reason.
---@return string? reason
function keeper.messages(filter) end

---The time at which this run began; the same throughout the run.
---@return number # Unix seconds.
function keeper.now() end

---A time as text: in UTC if there is neither a format nor a zone, otherwise as clocks in the zone show it.
---@param seconds? string|number Unix seconds; without it, now.
---@param format? string As for `strftime`: %Y %y %m %d %e %H %I %M %S %p %A %a %B %b %u %j %z %Z %F %T %R %%. Without it, RFC 3339.
---@param zone? string Such as `Europe/Berlin`; without it, `time_zone` of config.lua.
---@return string # `2026-02-01T12:03:00Z`
function keeper.date(seconds, format, zone) end

---@class KeeperClock
---@field year? integer 1 to 9999.
---@field month? integer 1 to 12.
---@field day? integer 1 to 31.
---@field hour? integer 0 to 23.
---@field minute? integer 0 to 59.
---@field second? integer 0 to 59.
---@field weekday? integer 1 to 7.
---@field yearday? integer 1 to 366.
---@field offset? integer -93600 to 93600.
---@field zone? string The zone.

---What clocks show at a time, as a table with `year`, `month`, `day`, `hour`, `minute`, `second`, `weekday` (1 is Monday), `yearday`, `zone` and `offset`; or the time at which clocks show the fields given.
---@overload fun(zone: string)
---@param time? string|number|KeeperClock Unix seconds, or what clocks show; without it, now.
---@param zone? string Such as `Europe/Berlin`; without it, `time_zone` of config.lua.
---@return any # The fields of a time; or the Unix seconds of fields.
function keeper.clock(time, zone) end

---Scripts after this one do not see the message.
function keeper.stop() end

---Writes a line to the log. `print` is the same.
---@param ... any Values, written in order; tables with their contents.
function keeper.log(...) end

---Each message, once, in the order of the scripts' file names.
---@param message Message
function on_message(message) end

---Each event of a line.
---@param event Event
function on_line(event) end

---Each action of this script that succeeded or finally failed.
---@param action Action
function on_action(action) end

---A timer or schedule of this script, and the time it was due.
---@param name string
---@param data any
---@param due number
function on_timer(name, data, due) end

---Once when the script begins to run: after a start of the manager, after it was saved, or after it was resumed.
---@param why "start"|"saved"|"resumed"
function on_start(why) end
