---@meta
-- Printed from the table the script worker checks by.

---One received SMS.
---@class Message
---@field id integer Its number in the inbox.
---@field sender string? Who sent it, as the network says.
---@field text string What a stranger wrote.
---@field code string? The code in it, where one was found.
---@field received_at number? When the provider got it, in Unix seconds.
---@field stored_at number When it was stored, in Unix seconds.
---@field first boolean Whether it is the first its line ever received.
---@field completed boolean Whether scripts saw it before, told worse.
---@field backlog boolean Whether it was there already when its line was adopted.
---@field tags string[] Its tags.
---@field line Line The line it came to.

---A number that is held.
---@class Line
---@field id integer Its local id.
---@field label string? Its name, where it has one.
---@field number string? Digits with a leading `+`.
---@field kind "rental"|"activation" What kind of number.
---@field account string The account it is held with.
---@field provider string That account's provider.
---@field service string? What it was bought for.
---@field country string? Its country.
---@field state string Where it stands: `active`, `waiting`, `received`, ...
---@field expires_at number? When it ends, in Unix seconds.
---@field tags string[] Its tags.

---Something that happened to a line.
---@class Event
---@field kind "bought"|"adopted"|"listening"|"asleep"|"expiring"|"extended"|"expired"|"refund_closing"|"refunded"|"cancelled"|"finished"|"swapped"|"resent"|"lost"|"number_changed"|"missed" What happened.
---@field text string The same as a sentence.
---@field line Line The line.
---@field at number When, in Unix seconds.

---An action this script decided that succeeded or gave up.
---@class Action
---@field id integer Its number in the list of actions.
---@field kind "forward"|"order"|"rent"|"cancel"|"refund"|"extend"|"resend"|"swap"|"finish"|"wake" What was to be done.
---@field state "done"|"failed"|"doubt" How it ended.
---@field result string? The same as a sentence.
---@field channel string? Where a forward went.
---@field message integer? The id of the message it was about.
---@field line Line? The line it was about.
---@field attempts integer How often it was tried.

keeper = {}

---Puts the message on a route: it is forwarded to each channel the configuration lists for it.
---@param name string A route of config.lua.
function keeper.route(name) end

---@class KeeperForward
---@field title? string A heading.
---@field text? string The body; without it, the message's text.
---@field priority? integer 1 (least) to 5 (most urgent).
---@field tags? string[] Words the channel shows with it.
---@field url? string Where a tap on it leads.
---@field backlog? boolean Whether to send it even where the message is backlog.

---Sends something to one channel. Outside a message a text is needed.
---@param channel string A channel of config.lua.
---@param content? string|KeeperForward What to send; without it, the message as it is.
function keeper.forward(channel, content) end

---Adds tags to the message.
---@param ... string One or more words.
function keeper.tag(...) end

---Calls this script's `on_timer(name, data)` later, also over a restart.
---@param delay string|number How long from now.
---@param name string Which timer. Setting it again replaces the earlier one.
---@param data? any Handed to `on_timer` as it is.
function keeper.after(delay, name, data) end

---Cancels an activation, for its money back where that is still possible.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.cancel(line) end

---Gives a rental back for its money, inside its refund window.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.refund(line) end

---Extends a rental. Costs money, inside the spending limit for scripts.
---@overload fun(days: integer)
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
---@param days integer How many days more.
function keeper.extend(line, days) end

---Tells the provider that an activation did its work.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.finish(line) end

---Asks for another code on an activation.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.resend(line) end

---Has a rental listen, so that a message sent to it arrives.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.wake(line) end

---Exchanges the number of a line for another, where the provider can.
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
function keeper.swap(line) end

---Names a line.
---@overload fun(text: string)
---@param line? Line|integer|string A line table, its id, label or number; without it, the message's line.
---@param text string The new label; empty takes it away.
function keeper.label(line, text) end

---Keeps a value for this script's later runs, also over a restart.
---@param key string Any text.
---@param value any Booleans, numbers, text, and lists or tables of them.
function keeper.remember(key, value) end

---Gives back what was remembered.
---@param key string Any text.
---@return any # A copy of the value, or nil.
function keeper.recall(key) end

---Drops what was remembered.
---@param key string Any text.
function keeper.forget(key) end

---@class KeeperLines
---@field line? Line|integer|string One line.
---@field kind? string `rental` or `activation`.
---@field account? string Of this account.
---@field provider? string Of this provider.
---@field service? string For this service: a name, a code or the provider's id.
---@field country? string Of this country: a name, a code or the provider's id.
---@field state? string In this state; without it, all that are held.
---@field tag? string With this tag.
---@field limit? integer At most so many.

---Lists lines.
---@param filter? KeeperLines What the lines must be; without it, all that are held.
---@return Line[]? # Lines by id; or nil, and why.
---@return string? reason
function keeper.lines(filter) end

---@class KeeperMessages
---@field line? Line|integer|string That came to this line.
---@field sender? string From this sender.
---@field search? string With these words in the text.
---@field route? string On this route.
---@field tag? string With this tag.
---@field since? string|number Not older: `"1d"`, or Unix seconds.
---@field before? string|number Older: `"1h"`, or Unix seconds.
---@field limit? integer At most so many; 100 without it.

---Lists stored messages.
---@param filter? KeeperMessages What the messages must be.
---@return Message[]? # Newest first; or nil, and why.
---@return string? reason
function keeper.messages(filter) end

---The time at which this run began; the same throughout the run.
---@return number # Unix seconds.
function keeper.now() end

---A time as RFC 3339 text in UTC.
---@param seconds? string|number Unix seconds; without it, now.
---@return string # `2026-02-01T12:03:00Z`
function keeper.date(seconds) end

---Scripts after this one do not see the message.
function keeper.stop() end

---Writes a line to the log. `print` is the same.
---@param ... any Shown in turn; tables with what is in them.
function keeper.log(...) end

---Each message, once, in the order of the scripts' file names.
---@param message Message
function on_message(message) end

---Each event of a line.
---@param event Event
function on_line(event) end

---Each action of this script that succeeded or gave up.
---@param action Action
function on_action(action) end

---A timer this script set with `keeper.after`.
---@param name string
---@param data any
function on_timer(name, data) end
