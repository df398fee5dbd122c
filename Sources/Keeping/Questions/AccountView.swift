package import Accounts
package import Lines
package import Providers

extension Keeper {
    package struct AccountView: Sendable {
        package var account: Account
        package var health: AccountHealth
        package var clockAhead: Duration
        /// How far ahead of the true time its messages are stamped; nil if the stamps are right.
        package var stampsAhead: Duration?
        package var balance: Money?
        package var balanceAt: Instant?
        /// The rate limit as its provider reports it; nil if it does not, or not lately.
        package var allowance: Allowance?
        package var requestsLastMinute: [RequestUse: Int]
        /// The average delay until a message is noticed; nil if none is waited for.
        package var noticeDelay: Duration?
        /// Until when it is asked as often as the budget allows; nil if all of its lines are calm.
        package var eagerUntil: Instant?
        /// Why some of its rentals sleep though they are wanted listening; nil if none has to.
        package var shortage: String?
        package var lines: Int
        /// A remark for a person.
        package var remark: String?
    }
}
