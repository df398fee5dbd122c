/// An operation that has been decided on and is to be carried out exactly once.
package struct Action: Identifiable, Equatable, Sendable {
    package typealias ID = Int64

    package enum Kind: String, CaseIterable, Codable, Sendable {
        case forward, order, rent, cancel, refund, extend, resend, swap, finish, wake, reset
        case autoExtend = "auto_extend"

        /// Whether carrying it out may cost or return money. Such a call is never blindly repeated.
        package var movesMoney: Bool {
            switch self {
            case .order, .rent, .cancel, .refund, .extend, .resend, .swap: true
            case .forward, .finish, .wake, .reset, .autoExtend: false
            }
        }

        /// Whether the call itself takes money.
        package var takesMoney: Bool {
            switch self {
            case .order, .rent, .extend, .resend: true
            case .forward, .cancel, .refund, .swap, .finish, .wake, .reset, .autoExtend: false
            }
        }

        package var isPurchase: Bool { self == .order || self == .rent }

        /// Whether it may create a new line: some providers answer a resend with a new order.
        package var bringsLine: Bool { isPurchase || self == .resend || self == .swap }
    }

    /// The action as a noun in a sentence: `An extension of line 7`.
    package var noun: String {
        switch kind {
        case .forward: "A forward"
        case .order: "An order"
        case .rent: "A purchase"
        case .cancel: "A cancel"
        case .refund: "A refund"
        case .extend: "An extension"
        case .resend: "A request for another code"
        case .swap: "A swap"
        case .finish: "The end"
        case .wake: "A wake-up call"
        case .reset: "A reset"
        case .autoExtend: "A change of automatic extension"
        }
    }

    package enum State: String, CaseIterable, Codable, Sendable {
        /// To be done at `dueAt`.
        case pending
        /// The call is in progress. If found in this state at a start, its outcome is unknown.
        case running
        case done
        /// Gave up; a person can retry it.
        case failed
        /// No longer to be done: a person decided otherwise.
        case dropped
        /// A paid call whose answer was lost.
        case doubt

        /// Whether something is still to come of it.
        package var isOpen: Bool { self == .pending || self == .running || self == .doubt }
    }

    package var id: ID
    /// Identical on every try, so that a receiver can drop repeats.
    package var key: String
    package var kind: Kind
    package var state: State
    package var line: Line.ID?
    package var message: Message.ID?
    /// The channel a forward goes to.
    package var channel: String?
    /// Who decided it: `console`, `plan`, or a script's file name.
    package var origin: String
    /// The arguments of the call, as JSON.
    package var payload: String
    package var attempts: Int
    package var createdAt: Instant
    package var dueAt: Instant
    package var endedAt: Instant?
    /// The result, in one line for a person.
    package var result: String?
    /// The name by which a script can withdraw a forward it decided.
    package var handle: String?
    /// When a forward that nobody has taken goes to the next channel of its chain.
    package var nextAt: Instant?
    /// Why a forward waits that could be sent; nil if it does not.
    package var hold: ForwardHold?
    /// What the receiver of a script's forward answered.
    package var answer: ReceiverAnswer?

    package init(
        id: ID, key: String, kind: Kind, state: State = .pending, origin: String,
        payload: String = "{}", createdAt: Instant, dueAt: Instant? = nil
    ) {
        self.id = id
        self.key = key
        self.kind = kind
        self.state = state
        self.origin = origin
        self.payload = payload
        attempts = 0
        self.createdAt = createdAt
        self.dueAt = dueAt ?? createdAt
    }
}
