package import Lines

/// Whose account it is.
package struct SMS1001Profile: Equatable, Sendable {
    package var name: String
    package var id: String?
    package var email: String?
    package var balance: Money?
    package var createdAt: Instant?
    package var lastLoginAt: Instant?

    package init(name: String) {
        self.name = name
    }
}

/// What the account has done so far, as the provider adds it up.
package struct SMS1001Stats: Equatable, Sendable {
    package var orders: Int
    /// Orders that got their message.
    package var successfulOrders: Int?
    /// Percent, 0 to 100.
    package var successRate: Double?
    package var spent: Money?
    package var transactions: Int?
    package var deposited: Money?

    package init(orders: Int) {
        self.orders = orders
    }
}
