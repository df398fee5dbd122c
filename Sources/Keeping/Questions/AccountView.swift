package import Lines

extension Keeper {
    package struct AccountView: Sendable {
        package var account: Account
        package var health: AccountHealth
        package var clockAhead: Duration
        /// How far ahead its texts are stamped; nil where they are right.
        package var stampsAhead: Duration?
        package var balance: Money?
        package var balanceAt: Instant?
        package var requestsLastMinute: [RequestUse: Int]
        /// How long it takes on average to notice a message; nil when none is waited for.
        package var noticeDelay: Duration?
        /// Why some of its rentals sleep though they are wanted listening; nil where none has to.
        package var shortage: String?
        package var lines: Int
        /// What a person should know of it.
        package var remark: String?
    }
}
