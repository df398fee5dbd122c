import Lines

/// Every refusal of SMSPool; `SMSPoolRefusal+Reply` has their form.
enum SMSPoolRefusal: Error, Sendable {
    case missing([SMSPoolParameter])
    case wrongKey
    /// A country or service that does not exist.
    case invalid(SMSPoolParameter)
    case noPrice
    /// The service is not available in this country, but in these.
    case unavailable(suggestions: [String])
    /// The service is not available in this country, nor anywhere else.
    case unavailableAnywhere
    case outOfStock(pool: String)
    case insufficientBalance(pool: String, price: Money, balance: Money)
    case noPool(below: Money)
    case orderNotFound
    case cancelTooEarly
    case orderEnded(String)
    case nothingReceivedYet
    case resendUnavailable
    case noRentalProducts
    case invalidRentalProduct
    case rentalOutOfStock
    case serviceNotRentable
    case rentalNotFound
    case invalidDays(available: [Int])
    case topUp(missing: Money)
    case alreadyRefunded
    case refundClosed
    case notExtendable
    case notResettable
    case unknownEndpoint
    case wrongMethod
}
