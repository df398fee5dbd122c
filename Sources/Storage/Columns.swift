package import GRDB
package import Lines

/// Instants are stored as integer milliseconds.
extension Instant: SQLExpressible, DatabaseValueConvertible {
    package var databaseValue: DatabaseValue { milliseconds.databaseValue }

    package static func fromDatabaseValue(_ value: DatabaseValue) -> Instant? {
        Int64.fromDatabaseValue(value).map(Instant.init(milliseconds:))
    }
}

extension Money {
    /// Money from its two columns; nil if there is none.
    init?(amount: Int64?, currency: String?) {
        guard let amount, let currency else { return nil }
        self.init(tenThousandths: amount, currency: currency)
    }
}
