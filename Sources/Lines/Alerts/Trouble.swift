/// Something that needs a person: what it is about, and what to do.
///
/// It is a fact of this moment: whoever sees the trouble reports it again and again while it is
/// there, and stops when it is over. `TroubleBook` decides what a person is told of it.
package struct Trouble: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        // Accounts.
        case keyRefused = "key_refused"
        case unreachable
        case gone
        case accountMissing = "account_missing"
        case clock
        case webhook
        case balanceLow = "balance_low"
        case budgetShort = "budget_short"
        case doubt
        // Lines.
        case expiring
        case refundClosing = "refund_closing"
        case `extension`
        case unheard
        // Forwards.
        case forwardDead = "forward_dead"
        case forwardWaiting = "forward_waiting"
        case channelGone = "channel_gone"
        // Scripts.
        case scriptBroken = "script_broken"
        case scriptPaused = "script_paused"
        case timerFailing = "timer_failing"
        case scriptsStopped = "scripts_stopped"
        // The machine.
        case diskFull = "disk_full"
        case database

        /// A few words for a title.
        package var words: String {
            switch self {
            case .keyRefused: "key refused"
            case .unreachable: "account unreachable"
            case .gone: "account gone"
            case .accountMissing: "account missing"
            case .clock: "clock wrong"
            case .webhook: "webhook lost"
            case .balanceLow: "balance low"
            case .budgetShort: "budget too small"
            case .doubt: "outcome unknown"
            case .expiring: "line expiring"
            case .refundClosing: "refund window closing"
            case .extension: "no extension"
            case .unheard: "line not looked at"
            case .forwardDead: "forward dead"
            case .forwardWaiting: "forward waiting"
            case .channelGone: "channel gone"
            case .scriptBroken: "script broken"
            case .scriptPaused: "script paused"
            case .timerFailing: "timer failing"
            case .scriptsStopped: "scripts stopped"
            case .diskFull: "disk full"
            case .database: "database not writable"
            }
        }

        /// Whether its subject is a channel: it cannot be told through that one.
        package var isOfChannel: Bool {
            self == .forwardDead || self == .forwardWaiting || self == .channelGone
        }

        /// Whether the manager as a whole is not well while it lasts.
        package var isGrave: Bool {
            switch self {
            case .keyRefused, .unreachable, .gone, .scriptsStopped, .diskFull, .database: true
            default: false
            }
        }
    }

    /// What is the same trouble, whenever it is seen.
    package struct Key: Hashable, Comparable, Sendable {
        package var kind: Kind
        /// The account, channel or script, or the id of the line or action; empty for the machine.
        package var subject: String

        package init(_ kind: Kind, _ subject: String) {
            self.kind = kind
            self.subject = subject
        }

        /// What `on_line` is told of too, under the same names; nil for any other event.
        package init?(event kind: String, of line: Line.ID?) {
            guard let line, let kind = Kind(rawValue: kind),
                kind == .expiring || kind == .refundClosing
            else { return nil }
            self.init(kind, "\(line)")
        }

        package static func < (one: Key, other: Key) -> Bool {
            (one.kind.rawValue, one.subject) < (other.kind.rawValue, other.subject)
        }
    }

    package var key: Key
    /// What is wrong, as a sentence without keys or texts of messages.
    package var text: String
    /// What to do about it, as a sentence.
    package var remedy: String
    /// How its end is told, as a sentence.
    package var over: String
    /// Since when it has been there; nil if that is only known from when it was first seen.
    package var since: Instant?

    package init(
        _ kind: Kind, _ subject: String, _ text: String, remedy: String, over: String,
        since: Instant? = nil
    ) {
        key = Key(kind, subject)
        self.text = text
        self.remedy = remedy
        self.over = over
        self.since = since
    }

    package var kind: Kind { key.kind }
    package var subject: String { key.subject }
}
