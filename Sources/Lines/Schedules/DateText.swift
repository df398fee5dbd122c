/// Writes a time as clocks in a zone show it, in the format language of `strftime`.
package enum DateText {
    /// The directives, in the order of the reference.
    package static let directives =
        "%Y %y %m %d %e %H %I %M %S %p %A %a %B %b %u %j %z %Z %F %T %R %%"

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    /// - Throws: the directive that is not known.
    package static func text(
        _ instant: Instant, format: String, in zone: LocalZone
    ) throws(Schedule.Unreadable) -> String {
        let civil = zone.civil(at: instant)
        let offset = zone.offset(at: instant) / 60
        var text = ""
        var isDirective = false
        for character in format {
            guard isDirective else {
                if character == "%" { isDirective = true } else { text.append(character) }
                continue
            }
            isDirective = false
            let hour12 = civil.hour % 12 == 0 ? 12 : civil.hour % 12
            switch character {
            case "Y": text += padded(civil.year, 4)
            case "y": text += padded(civil.year % 100)
            case "m": text += padded(civil.month)
            case "d": text += padded(civil.day)
            case "e": text += String(civil.day)
            case "H": text += padded(civil.hour)
            case "I": text += padded(hour12)
            case "M": text += padded(civil.minute)
            case "S": text += padded(civil.second)
            case "p": text += civil.hour < 12 ? "AM" : "PM"
            case "A": text += weekdays[civil.weekday - 1]
            case "a": text += weekdays[civil.weekday - 1].prefix(3)
            case "B": text += months[civil.month - 1]
            case "b": text += months[civil.month - 1].prefix(3)
            case "u": text += String(civil.weekday)
            case "j": text += padded(civil.dayOfYear, 3)
            case "z":
                let minutes = abs(offset)
                text += (offset < 0 ? "-" : "+") + padded(minutes / 60) + padded(minutes % 60)
            case "Z": text += zone.name
            case "F":
                text += "\(padded(civil.year, 4))-\(padded(civil.month))-\(padded(civil.day))"
            case "T":
                text += "\(padded(civil.hour)):\(padded(civil.minute)):\(padded(civil.second))"
            case "R": text += "\(padded(civil.hour)):\(padded(civil.minute))"
            case "%": text += "%"
            default: throw unknown("%\(character)")
            }
        }
        guard !isDirective else { throw unknown("%") }
        return text
    }

    /// RFC 3339 with the zone's offset: `2026-02-01T13:03:00+01:00`; with `Z` in UTC.
    package static func rfc3339(_ instant: Instant, in zone: LocalZone) -> String {
        let offset = zone.offset(at: instant) / 60
        guard offset != 0 || zone != .utc else { return instant.rfc3339 }
        let text = (instant + .minutes(offset)).rfc3339.dropLast()
        let minutes = abs(offset)
        return text + (offset < 0 ? "-" : "+") + padded(minutes / 60) + ":" + padded(minutes % 60)
    }

    /// `07:12`, or `Mon 07:12` if it is another day than now.
    package static func clock(
        _ instant: Instant, in zone: LocalZone, at now: Instant
    ) -> String {
        let civil = zone.civil(at: instant)
        let isToday = civil.dayNumber == zone.civil(at: now).dayNumber
        let day = isToday ? "" : weekdays[civil.weekday - 1].prefix(3) + " "
        return "\(day)\(padded(civil.hour)):\(padded(civil.minute))"
    }

    private static func unknown(_ directive: String) -> Schedule.Unreadable {
        Schedule.Unreadable(
            description: "the format has \(directive); the directives are \(directives)")
    }

    private static func padded(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
