import Lines

/// The functions for dates, clocks and timers.
extension APIFunction {
    private static let timerName = APIParameter(
        name: "name", type: .text,
        summary: "The timer's name. Setting it again replaces the earlier one.")
    private static let timerData = APIParameter(
        name: "data", type: .storable, isOptional: true, summary: "Passed to `on_timer` unchanged.")
    private static let zone = APIParameter(
        name: "zone", type: .text, isOptional: true,
        summary: "Such as `Europe/Berlin`; without it, `time_zone` of config.lua.")

    static let timers: [APIFunction] = [
        APIFunction(
            name: "after", kind: .decision,
            parameters: [
                APIParameter(name: "delay", type: .duration, summary: "The time from now."),
                timerName, timerData,
            ],
            summary: "Calls this script's `on_timer` later, even after a restart.",
            example: #"keeper.after("10m", "remind", { id = message.id })"#),
        APIFunction(
            name: "at", kind: .decision,
            parameters: [
                APIParameter(
                    name: "when", type: .text,
                    summary: "`07:00`, `mon 09:00`, or `2026-12-24 18:00`."),
                timerName, timerData,
            ],
            summary: "Calls this script's `on_timer` when clocks next show this time.",
            example: #"keeper.at("07:00", "digest")"#),
        APIFunction(
            name: "every", kind: .decision,
            parameters: [
                APIParameter(
                    name: "when", type: .text,
                    summary:
                        "`15m`, `1d at 07:00`, `mon..fri 09:00`, `sat,sun 10:00`, `1st 08:00` or "
                        + "`last 18:00` of the month."),
                timerName, timerData,
                APIParameter(
                    name: "options", type: .fields(everyOptions), isOptional: true,
                    summary: "What to do about missed times."),
            ],
            summary: """
                Calls this script's `on_timer` again and again, until `keeper.cancel_timer`. The \
                schedule belongs to the script: it survives failed runs and restarts, and setting it \
                again unchanged does not restart it.
                """,
            example: #"keeper.every("mon..fri 09:00", "report")"#),
        APIFunction(
            name: "cancel_timer", kind: .decision,
            parameters: [
                APIParameter(name: "name", type: .text, summary: "The timer's name.")
            ],
            summary: "Removes a timer or schedule of this script, if there is one.",
            example: #"keeper.cancel_timer("remind")"#),
    ]

    private static let everyOptions: [APIParameter] = [
        APIParameter(
            name: "missed", type: .choice(["once", "skip"]), isOptional: true,
            summary: "After a time without the manager: `once` makes up for the missed times with "
                + "one call, as without this; `skip` waits for the next time.")
    ]

    static let clocks: [APIFunction] = [
        APIFunction(
            name: "date", kind: .read,
            parameters: [
                APIParameter(
                    name: "seconds", type: .moment, isOptional: true,
                    summary: "Unix seconds; without it, now."),
                APIParameter(
                    name: "format", type: .text, isOptional: true,
                    summary:
                        "As for `strftime`, but `%e` is not padded and `%Z` is the zone: "
                        + "\(DateText.directives). Without it, RFC 3339."
                ),
                zone,
            ],
            returns: APIReturn(type: "string", summary: "`2026-02-01T12:03:00Z`"),
            summary: """
                A time as text: in UTC if there is neither a format nor a zone, otherwise as clocks \
                in the zone show it.
                """,
            example: #"keeper.date(message.received_at, "%A, %e %B, %H:%M")"#),
        APIFunction(
            name: "clock", kind: .read,
            parameters: [
                APIParameter(
                    name: "time", type: .momentOrFields(clockFields), isOptional: true,
                    summary: "Unix seconds, or what clocks show; without it, now."),
                zone,
            ],
            returns: APIReturn(
                type: "any", summary: "The fields of a time; or the Unix seconds of fields."),
            summary: """
                What clocks show at a time, as a table with `year`, `month`, `day`, `hour`, \
                `minute`, `second`, `weekday` (1 is Monday), `yearday`, `zone` and `offset`; or the \
                time at which clocks show the fields given.
                """,
            example: #"if keeper.clock().hour < 7 then return end"#),
    ]

    private static let clockFields: [APIParameter] = [
        field("year", 1...9999), field("month", 1...12), field("day", 1...31),
        field("hour", 0...23), field("minute", 0...59), field("second", 0...59),
        // What `keeper.clock` returns can be changed and passed back.
        field("weekday", 1...7), field("yearday", 1...366), field("offset", -93_600...93_600),
        APIParameter(name: "zone", type: .text, isOptional: true, summary: "The zone."),
    ]

    private static func field(_ name: String, _ range: ClosedRange<Int>) -> APIParameter {
        APIParameter(
            name: name, type: .integer(range), isOptional: true,
            summary: "\(range.lowerBound) to \(range.upperBound).")
    }
}
