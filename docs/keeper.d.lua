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
---@field route string? Its route; in `on_message`, as earlier scripts have chosen it.
---@field tags string[] Its tags, with those of earlier scripts.
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
---@field price number? What it cost, in units of the currency: 0.24.
---@field currency string? The currency of its price.
---@field message_count integer How many messages it has received.
---@field last_message_at number? When the last one came, in Unix seconds.
---@field purchased_at number When it was bought, in Unix seconds.
---@field refundable_until number? The end of its refund window, in Unix seconds.
---@field cancellable_from number? When it can be cancelled, in Unix seconds.
---@field listening_until number? Until when it is switched on, in Unix seconds; nil if it is asleep.
---@field days integer? The number of days it was rented for.
---@field auto_extend boolean? Whether the provider extends it by itself.
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
---@field state "done"|"failed"|"dropped"|"doubt" Its result.
---@field result string? The same as a sentence.
---@field channel string? The channel of a forward; of a chain, the one that took it, or the last.
---@field handle string? What `keeper.forward` returned.
---@field status integer? The HTTP status, or the exit code, with which the receiver answered.
---@field answer string? The first 4 KB of what it answered.
---@field message integer? The id of its message.
---@field line Line? Its line.
---@field attempts integer The number of tries.

---What was paid in one currency.
---@class Spend
---@field amount number What was paid minus what was refunded.
---@field charged number What was paid.
---@field refunded number What was refunded.
---@field currency string The currency of the amounts.

---An amount of money, as it was at a time.
---@class Amount
---@field amount number In units of the currency: 0.24.
---@field currency string The currency of the amounts.
---@field as_of number When it was reported, in Unix seconds.

---A rental for sale for a number of days.
---@class Offer
---@field id string As `rent` takes it.
---@field name string Its name at the provider.
---@field account string The account that can buy it.
---@field country string? Where its numbers are from.
---@field days integer For how long.
---@field price number Its price.
---@field currency string The currency of the amounts.
---@field extendable boolean Whether it can be extended.
---@field as_of number When it was listed, in Unix seconds.

---Something that the manager is going to do.
---@class Duty
---@field line integer The id of the line.
---@field kind string What: `look`, `extend`, `refund`, `cancel`, ...
---@field at number When, in Unix seconds.
---@field deadline number? When it is too late, in Unix seconds.
---@field text string The reason, as `plan` shows it.

---What scripts can decide and ask.
---@class Keeper
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
---@field within? string|number For a list: how long each channel but the last has to take it; 5 minutes without it.

---Sends something to one channel: outside a message, text is required. Of a list, the next channel gets it when the one before has not taken it in time or has finally failed; the one before does not get it any more.
---@param channel string|string[] A channel of config.lua, or a list of them that are tried in turn.
---@param content? string|KeeperForward What to send; without it, the message as it is.
---@return string # Its handle, for `keeper.withdraw`; `on_action` finds it in `action.handle`.
function keeper.forward(channel, content) end

---Takes back a forward of this script that is not sent yet, also in a later run. One that was sent stays sent.
---@param handle string What `keeper.forward` returned.
function keeper.withdraw(handle) end

---Adds tags to the message.
---@param ... string One or more words.
function keeper.tag(...) end

---Calls `on_event` in the other scripts that have it, once each, even after a restart.
---@param name string The name of the event.
---@param data? any Passed to `on_event` unchanged; at most 4 KB.
function keeper.emit(name, data) end

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

---Adds tags to a line.
---@overload fun(...: string)
---@param line? Line|integer A line table or its id; without it, the message's line.
---@param ... string One or more words.
function keeper.tag_line(line, ...) end

---Removes tags of a line.
---@overload fun(...: string)
---@param line? Line|integer A line table or its id; without it, the message's line.
---@param ... string One or more words.
function keeper.untag_line(line, ...) end

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
---@field kind? 'rental'|'activation'|'inbound' Of this kind.
---@field account? string Of this account.
---@field provider? 'smspool'|'1001sms'|'sms-activate-dev'|'virtualsms'|'handler-api'|'inbound' Of this provider.
---@field service? string For this service: a name, a code or the provider's id.
---@field country? string Of this country: a name, a code or the provider's id.
---@field state? 'ordering'|'active'|'waiting'|'received'|'finished'|'cancelled'|'refunded'|'expired'|'lost'|'in_doubt' In this state; without it, all lines held.
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

---@class KeeperSpend
---@field since? string|number Not older: `"1d"`, or Unix seconds. Without it, 30 days, up to `before`.
---@field before? string|number Older: `"1h"`, or Unix seconds. Without it, up to now.
---@field account? string Only of this account.

---What was paid minus what was refunded, by the ledger.
---@param filter? KeeperSpend What to add up; without it, the last 30 days of all accounts.
---@return Spend[]? # A sum for each currency, the largest first; empty if nothing was paid. Or nil and the reason.
---@return string? reason
function keeper.spend(filter) end

---The balance of an account, as the provider last reported it.
---@param account? string An account of config.lua; may be left out if there is only one.
---@return Amount? # The amount and its time; or nil and the reason.
---@return string? reason
function keeper.balance(account) end

---@class KeeperOffers
---@field account? string Of this account.
---@field country? string With numbers from this country: a name or a code.
---@field days? integer Sold for this number of days.
---@field limit? integer Maximum number; 100 without it.

---The rentals that providers last listed. The prices of activations are not kept: they change by the minute.
---@param filter? KeeperOffers Filters for the offers.
---@return Offer[]? # Rentals for sale, the cheapest first; or nil and the reason, if none are known.
---@return string? reason
function keeper.offers(filter) end

---The price of extending a rental, as it was last listed.
---@param line Line|integer|string A line table, its id, label or number.
---@param days integer The number of days to add.
---@return Amount? # The price and its time; or nil and the reason.
---@return string? reason
function keeper.extension_price(line, days) end

---What the manager is going to do, as `plan` shows it; at most 100 entries.
---@param line? Line|integer|string A line table, its id, label or number; without it, all lines.
---@return Duty[]? # What comes next first; or nil and the reason.
---@return string? reason
function keeper.plan(line) end

---A time as text: in UTC if there is neither a format nor a zone, otherwise as clocks in the zone show it.
---@param seconds? string|number Unix seconds; without it, now.
---@param format? string As for `strftime`, but `%e` is not padded and `%Z` is the zone: %Y %y %m %d %e %H %I %M %S %p %A %a %B %b %u %j %z %Z %F %T %R %%. Without it, RFC 3339.
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
---@type fun(message: Message)
on_message = nil

---Each event of a line.
---@type fun(event: Event)
on_line = nil

---Each action of this script that succeeded or finally failed.
---@type fun(action: Action)
on_action = nil

---A timer or schedule of this script, and the time it was due.
---@type fun(name: string, data: any, due: number)
on_timer = nil

---Once when the script begins to run: after a start of the manager, after it was saved, or after it was resumed.
---@type fun(why: "start"|"saved"|"resumed")
on_start = nil

---What another script tells with `keeper.emit`, and the name of its file.
---@type fun(name: string, data: any, from: string)
on_event = nil
