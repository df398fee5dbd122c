---@meta
-- What tests of scripts may use: docs/script-tests.md.

---Text, or a matcher such as `t.matching("%d+")`.
---@alias Expected any

---@class ExpectedForward
---@field title? Expected A heading.
---@field text? Expected The body; the message's text if the script gives none.
---@field priority? Expected 1 (least) to 5 (most urgent).
---@field tags? Expected Words the channel shows with it.
---@field url? Expected The page to open on a tap.
---@field backlog? Expected Whether it is sent even if the message is backlog.
---@field within? Expected Of a chain: `"1m"`, or seconds.

---@class ExpectedTimer
---@field delay? Expected Of `keeper.after`: `"10m"`, or seconds.
---@field when? Expected Of `keeper.at` and `keeper.every`, as it is written.
---@field missed? Expected `once` or `skip`.
---@field data? Expected What `on_timer` is given.

---@class Wishes
---@field route fun(name?: Expected) A message was put on a route.
---@field forward fun(channel?: Expected|string[], content?: Expected|ExpectedForward) Something was sent to a channel.
---@field withdraw fun(handle?: Expected) A forward was taken back.
---@field emit fun(name?: Expected, data?: Expected) Other scripts were told something.
---@field tag fun(...: Expected) Tags were added.
---@field tag_line fun(...: Line|Expected) Tags were added to a line.
---@field untag_line fun(...: Line|Expected) Tags were removed from a line.
---@field cancel fun(line?: Line|Expected) An activation was cancelled.
---@field refund fun(line?: Line|Expected) A rental was returned.
---@field finish fun(line?: Line|Expected) An activation was finished.
---@field resend fun(line?: Line|Expected) Another code was requested.
---@field wake fun(line?: Line|Expected) A rental was switched on.
---@field swap fun(line?: Line|Expected) A number was exchanged.
---@field reset fun(line?: Line|Expected) A port was restarted.
---@field extend fun(line?: Line|Expected, days?: Expected) A rental was extended.
---@field auto_extend fun(line?: Line|Expected, on?: Expected) Automatic extension was set.
---@field label fun(line?: Line|Expected, text?: Expected) A line was labelled.
---@field timer fun(name?: Expected, fields?: ExpectedTimer) A timer or schedule was set.
---@field cancel_timer fun(name?: Expected) A timer was removed.
---@field stop fun(script?: string) A script kept the message from later ones.
---@field log fun(text?: Expected) A line of the log contains the text.

---@class Expectations: Wishes
---@field no Wishes The opposite.
---@field nothing fun() Nothing was decided that was not expected before.
---@field failure fun(text?: Expected) A script failed, and its error contains the text.
---@field remembered fun(key: string, value: Expected, script?: string) What a script remembers.
---@field equal fun(value: any, expected: Expected) Two values are equal.

---@class Trial
---@field expect Expectations Compares with what the last step led to.
---@field any Expected Any value but nil.
---@field scripts fun(...: string|string[]) Only these scripts run.
---@field config fun(settings: { routes?: string[], channels?: string[], zone?: string }) What config.lua would say.
---@field zone fun(name: string) The zone in which scripts' times are meant.
---@field answer fun(name: "balance"|"extension_price"|"offers"|"plan"|"spend", value: any, reason?: string) What a question is answered with.
---@field remember fun(key: string, value: any, script?: string) What a script remembers at the beginning.
---@field remembered fun(key: string, script?: string): any What a script remembers.
---@field line fun(fields?: table): Line Makes a line.
---@field message fun(fields: table|string): Message Hands scripts a message.
---@field event fun(kind: string, fields?: table) Hands scripts an event of a line.
---@field action fun(fields: table) Hands scripts the result of an action.
---@field timer fun(name: string, data?: any, script?: string) Calls `on_timer` at once.
---@field start fun(why?: "start"|"saved"|"resumed", script?: string) Calls `on_start`.
---@field at fun(when: string) Moves on by `"+9h"`, or to `"07:00"` or `"2026-12-24 18:00"`.
---@field now fun(): number The time in Unix seconds.
---@field log fun(): string[] What was logged in the last step.
---@field matching fun(pattern: string): Expected Text in which a pattern is found.
---@field containing fun(text: string): Expected Text that contains another.

---Defines a test.
---@param name string
---@param body fun(t: Trial)
function test(name, body) end
