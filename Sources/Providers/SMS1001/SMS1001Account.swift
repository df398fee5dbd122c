package import Lines

/// The owner of the account.
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

/// The account's statistics, as totalled by the provider.
package struct SMS1001Stats: Equatable, Sendable {
    package var orders: Int
    /// Orders that received their message.
    package var successfulOrders: Int?
    /// Percentage, 0 to 100.
    package var successRate: Double?
    package var spent: Money?
    package var transactions: Int?
    package var deposited: Money?

    package init(orders: Int) {
        self.orders = orders
    }
}
