import Keeping
import Lines

/// Decodes when a channel is sent to.
extension ConfigurationNode {
    /// The timing of the channel that this table is about; nil if it is sent to at once.
    mutating func timing(in zone: LocalZone) throws(ConfigurationError) -> ChannelTiming? {
        var timing = ChannelTiming()
        timing.quiet = try quiet(in: zone)
        if holdsText("digest") {
            timing.gathering = ChannelTiming.Gathering(every: try schedule("digest"))
        } else if var table = try table("digest") {
            var gathering = ChannelTiming.Gathering(every: try table.schedule("every"))
            gathering.letThrough = try table.exemptions() ?? gathering.letThrough
            gathering.most = try table.whole("most", in: 2...ChannelTiming.longestDigest)
            timing.mostInDigest = gathering.most ?? timing.mostInDigest
            timing.gathering = gathering
            try table.close()
        }
        timing.rate = try rate()
        return timing.isAlways ? nil : timing
    }

    private mutating func quiet(
        in zone: LocalZone
    ) throws(ConfigurationError) -> ChannelTiming.Quiet? {
        if holdsText("quiet") {
            let words = try text("quiet") ?? ""
            return ChannelTiming.Quiet(try hours([words], days: nil, in: zone, of: "quiet"))
        }
        if holdsList("quiet") {
            let words = try texts("quiet") ?? []
            return ChannelTiming.Quiet(try hours(words, days: nil, in: zone, of: "quiet"))
        }
        guard var table = try table("quiet") else { return nil }
        guard let words = try table.texts("hours") else {
            throw table.missing("hours", "write quiet = { \"22:00-07:00\" }")
        }
        let days = try table.days("days")
        let zone = try table.timeZone("zone") ?? zone
        var quiet = ChannelTiming.Quiet(
            try table.hours(words, days: days, in: zone, of: "hours"))
        quiet.letThrough = try table.exemptions() ?? quiet.letThrough
        quiet.afterwards =
            try table.choice("afterwards", of: ChannelTiming.Afterwards.self) ?? quiet.afterwards
        try table.close()
        return quiet
    }

    private func hours(
        _ words: [String], days: Set<Int>?, in zone: LocalZone, of name: String
    ) throws(ConfigurationError) -> QuietHours {
        guard !words.isEmpty else {
            throw fault(path + [name], "must name hours such as \"22:00-07:00\"")
        }
        do throws(Schedule.Unreadable) {
            var parts: [QuietHours.Part] = []
            for part in words {
                parts.append(try QuietHours.Part(words: part, days: days ?? Set(1...7)))
            }
            return try QuietHours(parts, in: zone)
        } catch {
            throw fault(path + [name], error.description)
        }
    }

    /// `"mon..fri"`, `"sat,sun"`, or a list of such.
    private mutating func days(_ name: String) throws(ConfigurationError) -> Set<Int>? {
        let words = holdsText(name) ? try text(name).map { [$0] } : try texts(name)
        guard let words else { return nil }
        let written = words.joined(separator: ",").lowercased()
        guard let days = Schedule.weekdays(written.filter { $0 != " " }[...]) else {
            throw fault(
                path + [name],
                "must be days such as \"mon..fri\" or \"sat,sun\", not \"\(written)\"")
        }
        return days
    }

    private mutating func schedule(_ name: String) throws(ConfigurationError) -> Schedule {
        guard let words = try text(name) else {
            throw missing(name, "say how often, such as every = \"1h\" or \"1d at 07:00\"")
        }
        do throws(Schedule.Unreadable) {
            return try Schedule(every: words)
        } catch {
            throw fault(path + [name], error.description)
        }
    }

    private mutating func exemptions() throws(ConfigurationError) -> Set<ChannelTiming.Exemption>? {
        guard let words = try texts("let_through") else { return nil }
        let known = ChannelTiming.Exemption.allCases.map(\.rawValue)
        for word in words where !known.contains(word) {
            throw fault(
                path + ["let_through"],
                "can name \(known.joined(separator: " and ")), not \"\(word)\""
                    + suggestion(for: word, among: known))
        }
        return Set(words.compactMap(ChannelTiming.Exemption.init))
    }

    /// `"20/h"`, `"5/10m"`, `"100/d"`.
    private mutating func rate() throws(ConfigurationError) -> ChannelTiming.Rate? {
        guard let words = try text("rate") else { return nil }
        let parts = words.split(separator: "/", omittingEmptySubsequences: false)
        let span = parts.last.flatMap { span in
            Duration(spelled: span) ?? Duration(spelled: "1\(span)")
        }
        guard parts.count == 2, let most = Int(parts[0]), (1...10_000).contains(most), let span,
            span >= .seconds(1), span <= .days(7)
        else {
            throw fault(
                path + ["rate"],
                "must be so many in a time, such as \"20/h\" or \"5/10m\", not \"\(words)\"")
        }
        return ChannelTiming.Rate(most: most, span: span)
    }
}
