/// A number held with a provider: all the manager knows about it, as one value.
///
/// Times are the provider's. If an account's clock differs from ours, deadlines are compared with
/// the time at the provider.
package struct Line: Identifiable, Equatable, Sendable {
    package typealias ID = Int64

    /// Local id, small and stable: the one a person types.
    package var id: ID
    package var account: String
    package var provider: ProviderName
    package var kind: LineKind
    package var state: LineState
    /// Whether a paid call on this line has an unknown outcome.
    package var inDoubt = false
    /// The provider's id: `rental_code` or `order_id`. Nil while ordering.
    package var providerID: String?
    /// Digits with a leading `+`. Nil until the provider has issued it.
    package var number: String?
    /// ISO 3166 two-letter code if the provider gives one, otherwise its own word.
    package var country: String?
    package var service: String?
    package var label: String?
    /// The purchase price; extensions are in the ledger.
    package var price: Money?
    package var purchasedAt: Instant
    package var expiresAt: Instant?
    package var endedAt: Instant?
    /// Found at the provider rather than bought here.
    package var isAdopted = false

    package var listening = Listening()
    package var refund = RefundWindow()
    /// The earliest time the provider may accept a cancel.
    package var cancellableFrom: Instant?

    /// The rental product it was bought as, and the number of days.
    package var product: String?
    package var days: Int?
    /// The provider extends it automatically.
    package var autoExtend = false

    package var messageCount = 0
    package var lastMessageAt: Instant?
    /// Counts the codes requested: each resend starts a new episode, in which the same text is a
    /// new message.
    package var episode = 0
    /// When the provider last answered a request for this line's messages.
    package var lookedAt: Instant?
    /// The same, kept across restarts: a text that first appears with an earlier time is not new.
    package var toldAt: Instant?
    /// When it was adopted; nil once the provider has listed the messages received before that.
    package var backlogUntil: Instant?
    /// The expiry that a warning was given for; a new expiry gets a new warning.
    package var warnedOfExpiry: Instant?
    package var warnedOfRefund: Instant?
    package var tags: [String] = []

    package init(
        id: ID, account: String, provider: ProviderName, kind: LineKind, state: LineState,
        purchasedAt: Instant
    ) {
        self.id = id
        self.account = account
        self.provider = provider
        self.kind = kind
        self.state = state
        self.purchasedAt = purchasedAt
    }

    /// Longer than any pause between two requests about a line while its provider answers.
    private static let silence = Duration.minutes(10)

    /// Whether it ended by the clock alone while its provider did not answer. How it ended, and
    /// whether money came back, must still be found out.
    package var endedWithoutAnswer: Bool {
        guard let endedAt else { return false }
        return lookedAt.map { endedAt - $0 > Self.silence } ?? true
    }

    /// The state as shown to people and programs.
    package var shownState: String { inDoubt ? "in_doubt" : state.rawValue }

    /// The name of the line in a sentence: `7 (+14155550123)`, or `7 (bank)`.
    package var name: String {
        if let label { return "\(id) (\(label))" }
        if let number { return "\(id) (\(number))" }
        return "\(id)"
    }
}
