/// How long a call to a provider may take.
package struct Deadlines: Equatable, Sendable {
    package var reads: Duration
    /// Calls that cost or return money. Longer, because a purchase that timed out may well have
    /// been made.
    package var payments: Duration

    package init(reads: Duration = .seconds(20), payments: Duration = .seconds(40)) {
        self.reads = reads
        self.payments = payments
    }
}
