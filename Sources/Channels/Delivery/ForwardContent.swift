/// The content of a forward, from a script or a route's default.
package struct ForwardContent: Codable, Sendable, Equatable {
    package var title: String?
    package var text: String
    package var priority: ForwardPriority?
    package var tags: [String]
    /// The target of a tap on the notification.
    package var url: String?

    package init(
        title: String? = nil, text: String, priority: ForwardPriority? = nil,
        tags: [String] = [], url: String? = nil
    ) {
        self.title = title
        self.text = text
        self.priority = priority
        self.tags = tags
        self.url = url
    }

    /// Everything but the text is optional.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try container.decodeIfPresent(String.self, forKey: .title),
            text: try container.decode(String.self, forKey: .text),
            priority: try container.decodeIfPresent(ForwardPriority.self, forKey: .priority),
            tags: try container.decodeIfPresent([String].self, forKey: .tags) ?? [],
            url: try container.decodeIfPresent(String.self, forKey: .url))
    }
}

/// The urgency of a forward: the five levels of ntfy, which other services share.
package enum ForwardPriority: String, Codable, Sendable, CaseIterable {
    case lowest
    case low
    case normal
    case high
    case urgent

    /// 1 for `lowest` to 5 for `urgent`.
    package var level: Int {
        switch self {
        case .lowest: 1
        case .low: 2
        case .normal: 3
        case .high: 4
        case .urgent: 5
        }
    }

    package init?(level: Int) {
        guard let step = ForwardPriority.allCases.first(where: { $0.level == level }) else {
            return nil
        }
        self = step
    }
}
