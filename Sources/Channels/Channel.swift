package import Lines

/// A destination for forwarded messages: a webhook, ntfy, a program, a file.
///
/// A channel tries once and reports the result. The outbox decides what to do about a failure; the
/// error says what would help.
package protocol Channel: Sendable {
    /// Its name in the configuration.
    var name: String { get }

    /// Delivers once. Returning means that the receiver has it. Throwing means that the receiver
    /// may have it nevertheless, which is why a delivery's id is the same on every try.
    func deliver(_ delivery: Delivery) async throws(DeliveryError) -> DeliveryReceipt
}

/// A channel that delivers many at hardly more than the cost of one.
package protocol BatchChannel: Channel {
    /// Delivers all of them, in order. Throwing means that the receiver may have any of them.
    func deliver(all deliveries: [Delivery]) async throws(DeliveryError) -> DeliveryReceipt
}

/// The receiver's answer, short enough to store with the delivery and safe to print.
package struct DeliveryReceipt: Sendable, Equatable {
    /// One line of at most 200 characters, none of which controls a terminal.
    package let text: String
    /// What the receiver answered, for the script that decided the forward; nil if it cannot answer.
    package let answer: ReceiverAnswer?

    package init(_ text: String, answer: ReceiverAnswer? = nil) {
        self.text = text.plainLine(limit: 200)
        self.answer = answer
    }
}
