/// What a person is told at once: one trouble or the end of one, or several together.
package struct Alert: Equatable, Sendable {
    /// A trouble, or its end.
    package struct Notice: Equatable, Sendable {
        package let entry: TroubleEntry
        package let isEnd: Bool

        init(_ entry: TroubleEntry, isEnd: Bool) {
            self.entry = entry
            self.isEnd = isEnd
        }

        /// Troubles before ends.
        var rank: Int { isEnd ? 1 : 0 }

        /// The channel that it is about.
        var avoided: String? {
            entry.trouble.kind.isOfChannel ? entry.trouble.subject : nil
        }
    }

    /// How many of several it names.
    private static let named = 20

    package let title: String
    package let text: String
    /// Whether a trouble is among it, rather than ends alone.
    package let isTrouble: Bool
    /// A channel that it must not be sent through, because it is about that one.
    package let avoided: String?

    init(_ notices: [Notice], avoiding avoided: String?, at now: Instant) {
        self.avoided = avoided
        isTrouble = notices.contains { !$0.isEnd }
        if notices.count == 1, let only = notices.first {
            title = only.title
            text = only.sentence(at: now)
            return
        }
        let (troubles, ends) = (notices.count { !$0.isEnd }, notices.count(where: \.isEnd))
        let counts = [
            troubles > 0 ? counted(troubles, "trouble") : nil, ends > 0 ? "\(ends) over" : nil,
        ].compactMap(\.self)
        title = "Linekeeper: \(counts.joined(separator: ", "))"
        var lines = notices.prefix(Self.named).map { "- \($0.sentence(at: now))" }
        if notices.count > Self.named {
            lines.append("- and \(notices.count - Self.named) more: `alerts` lists them.")
        }
        text = lines.joined(separator: "\n")
    }
}

extension Alert.Notice {
    fileprivate var title: String {
        let trouble = entry.trouble
        let subject = trouble.subject.isEmpty ? "" : " (\(trouble.subjectInWords))"
        return "Linekeeper: \(isEnd ? "over: " : "")\(trouble.kind.words)\(subject)"
    }

    fileprivate func sentence(at now: Instant) -> String {
        let trouble = entry.trouble
        if isEnd {
            let lasted = (entry.endedAt ?? now) - entry.since
            let times = entry.returns > 0 ? " It came back \(counted(entry.returns, "time"))." : ""
            return "Over after \(lasted.inWords): \(trouble.over)\(times)"
        }
        let again =
            entry.returns > 0
            ? "Again (it came back \(counted(entry.returns, "time")), and is told less often): "
            : ""
        return "\(again)\(trouble.text) \(trouble.remedy)"
    }
}

extension Trouble {
    /// The subject as people call it: `line 3`, `action 7`, `pool`.
    package var subjectInWords: String {
        switch kind {
        case .expiring, .refundClosing, .extension, .unheard: "line \(subject)"
        case .doubt: "action \(subject)"
        default: subject
        }
    }
}
