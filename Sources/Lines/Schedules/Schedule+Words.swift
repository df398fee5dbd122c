/// Reads a schedule from the words people write.
extension Schedule {
    /// Why words are no schedule, in a sentence that says what is expected.
    package struct Unreadable: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// A shorter interval would be a loop rather than a schedule.
    package static let shortest = Duration.seconds(10)

    private static let weekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// A recurring time: `15m`, `1d at 07:00`, `mon..fri 09:00`, `1st 08:00`.
    package init(every words: String) throws(Unreadable) {
        self.words = words
        let parts = words.lowercased().split(whereSeparator: \.isWhitespace).filter { $0 != "at" }
        switch parts.count {
        case 1 where parts[0].contains(":"):
            rule = .clock(.every(1), try Self.times(parts[0], of: words))
        case 1:
            guard let step = Duration(spelled: parts[0]) else { throw Self.unreadable(words) }
            guard step >= Self.shortest else {
                throw Unreadable(description: "\(Self.quoted(words)) is less than 10 s")
            }
            rule = .interval(step)
        case 2:
            rule = .clock(
                try Self.days(parts[0], of: words), try Self.times(parts[1], of: words))
        default: throw Self.unreadable(words)
        }
    }

    private static func days(_ part: Substring, of words: String) throws(Unreadable) -> Days {
        if let period = Duration(spelled: part) {
            let days = period.wholeSeconds / 86_400
            guard period == .seconds(days * 86_400), (1...366).contains(days) else {
                throw Unreadable(
                    description: "\(quoted(words)) has a time of day, so the period before it must "
                        + "be whole days, up to 366")
            }
            return .every(Int(days))
        }
        let names = part.split(separator: ",", omittingEmptySubsequences: false)
        let ofMonth = names.compactMap(DayOfMonth.init(words:))
        if ofMonth.count == names.count { return .ofMonth(Set(ofMonth)) }
        guard let days = weekdays(part) else { throw unreadable(words) }
        return .weekdays(days)
    }

    /// Days of the week: `mon`, `mon..fri`, `sat,sun`; nil if they are not.
    package static func weekdays(_ words: Substring) -> Set<Int>? {
        var days: Set<Int> = []
        for name in words.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = name.split(separator: ".", omittingEmptySubsequences: false)
            switch (ends.count, ends.first.flatMap(weekday), ends.last.flatMap(weekday)) {
            case (1, let day?, _): days.insert(day)
            case (3, let first?, let last?) where ends[1].isEmpty:
                // `sat..mon` goes around the end of the week.
                var day = first
                days.insert(day)
                while day != last {
                    day = day % 7 + 1
                    days.insert(day)
                }
            default: return nil
            }
        }
        return days
    }

    /// 1 (Monday) to 7 (Sunday); nil if it is no day's name.
    static func weekday(_ name: Substring) -> Int? {
        guard name.count >= 3 else { return nil }
        let full = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        return (weekdayNames.firstIndex(of: String(name)) ?? full.firstIndex(of: String(name)))
            .map { $0 + 1 }
    }

    private static func times(
        _ part: Substring, of words: String
    ) throws(Unreadable) -> [TimeOfDay] {
        let texts = part.split(separator: ",", omittingEmptySubsequences: false)
        let times = texts.compactMap(TimeOfDay.init(words:))
        guard times.count == texts.count, times.count <= 24 else { throw unreadable(words) }
        return times
    }

    private static func unreadable(_ words: String) -> Unreadable {
        Unreadable(
            description: "\(quoted(words)) is no schedule; write \"15m\", \"1d at 07:00\", "
                + "\"mon..fri 09:00\" or \"1st 08:00\"")
    }

    package static func quoted(_ words: String) -> String {
        "\"\(words.prefix(40))\(words.count > 40 ? "..." : "")\""
    }
}

extension Schedule.DayOfMonth {
    /// `1st` to `31st`, or `last`.
    fileprivate init?(words: Substring) {
        if words == "last" {
            self = .last
            return
        }
        guard ["st", "nd", "rd", "th"].contains(words.suffix(2)),
            let number = Int(words.dropLast(2)), (1...31).contains(number)
        else { return nil }
        self = .number(number)
    }
}

extension TimeOfDay {
    /// `07:00`, `7:00`.
    init?(words: Substring) {
        let parts = words.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return nil }
        self.init(hour: hour, minute: minute)
    }
}
