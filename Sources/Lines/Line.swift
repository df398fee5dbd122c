/// A number held with a provider: everything the manager knows of it, as one value.
///
/// Times are the provider's: an account whose clock differs from ours is asked "what time is it
/// there", and deadlines are compared in that time.
package struct Line: Identifiable, Equatable, Sendable {
    package typealias ID = Int64

    /// Local id, small and stable: what a person types.
    package var id: ID
    package var account: String
    package var provider: ProviderName
    package var kind: LineKind
    package var state: LineState
    /// Whether a paid call on this line has an unknown outcome.
    package var inDoubt = false
    /// The provider's id: `rental_code` or `order_id`. Nil while ordering.
    package var providerID: String?
    /// Digits with a leading `+`. Nil until the provider issued it.
    package var number: String?
    /// ISO 3166 two-letter code where the provider tells it, otherwise its own word.
    package var country: String?
    package var service: String?
    package var label: String?
    /// What was paid for it at first; extensions are in the ledger.
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

    /// The rental product it was bought as, and for how many days.
    package var product: String?
    package var days: Int?
    /// The provider extends it by itself.
    package var autoExtend = false

    package var messageCount = 0
    package var lastMessageAt: Instant?
    /// Counts the codes asked for: each resend begins a new one, in which the same text is news.
    package var episode = 0
    /// When the provider was last asked for this line's messages, and answered.
    package var lookedAt: Instant?
    /// The same, which a start does not forget: what is shown anew and bears an earlier time is not new.
    package var toldAt: Instant?
    /// When it was adopted, until its provider has told for the first time what it had received before.
    package var backlogUntil: Instant?
    /// The expiry that was warned of; a new expiry is a new warning.
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

    /// Longer than a line goes unasked while its provider answers.
    private static let silence = Duration.minutes(10)

    /// Whether it ended by the clock alone, while its provider did not answer: what became of it, and
    /// of its money, is still to be asked.
    package var endedUnheard: Bool {
        guard let endedAt else { return false }
        return lookedAt.map { endedAt - $0 > Self.silence } ?? true
    }

    /// The state as people and programs are told it.
    package var shownState: String { inDoubt ? "in_doubt" : state.rawValue }

    /// How a person recognises it in a sentence: `7 (+14155550123)`, or `7 (bank)`.
    package var name: String {
        if let label { return "\(id) (\(label))" }
        if let number { return "\(id) (\(number))" }
        return "\(id)"
    }
}
