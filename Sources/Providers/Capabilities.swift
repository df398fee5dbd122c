/// What a provider offers: the one table that planning, completion, help and refusals use.
package struct Capabilities: Sendable, Equatable {
    package enum Operation: String, CaseIterable, Sendable {
        case order, rent, extend, refund, cancel, resend, swap, finish, wake
        case listActive = "list active orders"
        case listHistory = "list past orders"
        case listRentals = "list rentals"
        case balance
    }

    package var operations: Set<Operation>
    /// Whether a rental must be asked for its status to stay switched on.
    package var rentalsSleep: Bool

    package init(_ operations: Set<Operation>, rentalsSleep: Bool = false) {
        self.operations = operations
        self.rentalsSleep = rentalsSleep
    }

    package func offers(_ operation: Operation) -> Bool {
        operations.contains(operation)
    }
}
