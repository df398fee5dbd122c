/// The lines held; also ended ones if `all`.
package struct ListLines: ControlRequest {
    package static let name = "lines"
    package typealias Reply = [LineRecord]
    package var all: Bool

    package init(all: Bool = false) { self.all = all }
}

/// One line by id, number, ending of a number, or label.
package struct ShowLine: ControlRequest {
    package static let name = "line"
    package typealias Reply = LineDetail
    package var line: String

    package init(line: String) { self.line = line }
}

/// The id of a line, or of a former one of which only messages, actions or events are left.
package struct FindLine: ControlRequest {
    package static let name = "line/find"
    package typealias Reply = FoundLine
    package var line: String

    package init(line: String) { self.line = line }
}

package struct FoundLine: Codable, Equatable, Sendable {
    package var line: Int64

    package init(line: Int64) { self.line = line }
}

package struct LabelLine: ControlRequest {
    package static let name = "label"
    package typealias Reply = LineRecord
    package var isQuestion: Bool { false }
    package var line: String
    /// Empty removes the label.
    package var text: String

    package init(line: String, text: String) {
        self.line = line
        self.text = text
    }
}

/// Adds tags to a line, or removes them.
package struct TagLine: ControlRequest {
    package static let name = "tag"
    package typealias Reply = LineRecord
    package var isQuestion: Bool { false }
    package var line: String
    package var tags: [String]
    package var remove: Bool

    package init(line: String, tags: [String], remove: Bool) {
        self.line = line
        self.tags = tags
        self.remove = remove
    }
}

/// An action on a line, to be done now. Paid ones take two requests: first a quote, then this.
package struct ActOnLine: ControlRequest {
    package static let name = "act"
    package typealias Reply = OutcomeRecord
    package var isQuestion: Bool { false }
    package var movesMoney: Bool { !["wake", "finish"].contains(kind) }
    /// `wake`, `extend`, `refund`, `cancel`, `resend`, `swap` or `finish`.
    package var kind: String
    package var line: String
    /// For `extend`.
    package var days: Int?
    /// For `extend` and `resend`: the price the person agreed to, as a decimal.
    package var maxPrice: String?
    /// For `resend`: whether the person agreed to a price that the provider does not tell.
    package var anyPrice: Bool?
    /// For `wake`: how long it should stay awake, in seconds.
    package var seconds: Int?

    package init(kind: String, line: String, days: Int? = nil) {
        self.kind = kind
        self.line = line
        self.days = days
    }
}

/// Whether an action is possible on a line in its present state, before a person is asked to agree.
package struct CheckAction: ControlRequest {
    package static let name = "act/check"
    package typealias Reply = Done
    /// As in `ActOnLine`.
    package var kind: String
    package var line: String

    package init(kind: String, line: String) {
        self.kind = kind
        self.line = line
    }
}

/// The price of an extension.
package struct QuoteExtension: ControlRequest {
    package static let name = "extend/quote"
    package typealias Reply = QuoteRecord
    package var line: String
    package var days: Int

    package init(line: String, days: Int) {
        self.line = line
        self.days = days
    }
}

/// The price of another code on a line; requests nothing.
package struct QuoteResend: ControlRequest {
    package static let name = "resend/quote"
    package typealias Reply = QuoteRecord
    package var line: String

    package init(line: String) { self.line = line }
}

/// Restarts the port of a rental that no longer receives.
package struct ResetLine: ControlRequest {
    package static let name = "reset"
    package typealias Reply = LineRecord
    package var isQuestion: Bool { false }
    package var line: String

    package init(line: String) { self.line = line }
}

/// The price of the extensions that a provider would make by itself.
package struct QuoteAutoExtension: ControlRequest {
    package static let name = "auto-extend/quote"
    package typealias Reply = QuoteRecord
    package var line: String

    package init(line: String) { self.line = line }
}

/// Tells the provider whether to extend a rental by itself.
package struct SetAutoExtend: ControlRequest {
    package static let name = "auto-extend"
    package typealias Reply = LineRecord
    package var movesMoney: Bool { true }
    package var isQuestion: Bool { false }
    package var line: String
    package var isOn: Bool

    package init(line: String, isOn: Bool) {
        self.line = line
        self.isOn = isOn
    }
}

/// Adopts lines that are held at the provider but not tracked here.
package struct AdoptLines: ControlRequest {
    package static let name = "adopt"
    package typealias Reply = [LineRecord]
    package var isQuestion: Bool { false }
    package var account: String?
    /// One order or rental by the provider's id; all that are found if nil.
    package var providerId: String?
    /// Whether scripts treat messages received earlier like new ones.
    package var forward: Bool?
    /// Another account, whose lines this account takes over.
    package var from: String?

    package init(
        account: String? = nil, providerId: String? = nil, forward: Bool = false,
        from: String? = nil
    ) {
        self.account = account
        self.providerId = providerId
        self.forward = forward ? true : nil
        self.from = from
    }
}

/// Decides again on the codes of stored messages, a part at a time.
package struct RecomputeCodes: ControlRequest {
    package static let name = "codes"
    package typealias Reply = CodeChanges
    package var isQuestion: Bool { !apply }
    /// Only messages with a greater id; 0 for all.
    package var after: Int64
    /// Whether the differences are kept; they are only shown otherwise.
    package var apply: Bool

    package init(after: Int64, apply: Bool) {
        self.after = after
        self.apply = apply
    }
}

/// Waits for a code on a line, waking the line if it sleeps.
package struct AwaitCode: ControlRequest {
    package static let name = "code"
    package typealias Reply = CodeRecord
    /// The line that last received a code, if nil.
    package var line: String?
    /// How long to wait, in seconds; 0 returns the latest code present.
    package var seconds: Int

    package init(line: String?, seconds: Int) {
        self.line = line
        self.seconds = seconds
    }
}
