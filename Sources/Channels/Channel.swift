/// A place messages are forwarded to: a webhook, ntfy, a program, a file.
///
/// A channel tries once and says how that went. What to do about a failure is the outbox's
/// business; the error says what helps.
package protocol Channel: Sendable {
    /// The name the configuration gives it.
    var name: String { get }

    /// Delivers once. Returning means that the other side has it; throwing means it may have it
    /// nevertheless, which is why a delivery's id is the same on every try.
    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt
}

/// A channel that has many deliveries at hardly more than the price of one.
package protocol BatchChannel: Channel {
    /// Delivers all of them, in order. Throwing means that the other side may have any of them.
    func deliver(all deliveries: [Delivery]) async throws(DeliveryError) -> DeliveryReceipt
}

/// What the receiver answered, short enough to keep beside the delivery and safe to print.
package struct DeliveryReceipt: Sendable, Equatable {
    /// One line of at most 200 characters, none of which a terminal would act on.
    package let text: String

    package init(_ text: String) {
        self.text = text.plainLine(limit: 200)
    }
}
