import Lines

extension SMSPoolRefusal {
    /// The provider's words in its own spelling.
    var sentence: String {
        switch self {
        case .missing: "Fill in all params!"
        case .wrongKey: "Invalid API key"
        case .invalid(let parameter): "Missing or invalid param: \(parameter.rawValue)"
        case .noPrice: "No price was found for this query."
        case .unavailable(let suggestions):
            "This country is currently not available for this service, please try the following "
                + "countries: \(suggestions.joined(separator: ", "))"
        case .unavailableAnywhere: "This service is not available for this country."
        case .outOfStock:
            "We couldn't find an available phone number for you, please try again later!"
        case .insufficientBalance(_, let price, let balance):
            "Insufficient balance, the price is: \(price.decimal) while you only have: "
                + balance.decimal
        case .noPool(let price):
            "We could not find a suitable pool below the price of: \(price.decimal)"
        case .orderNotFound: "We could not find this order!"
        case .cancelTooEarly:
            "This phone number cannot be cancelled yet, please try again later!"
        case .orderEnded(let how): "This order cannot be cancelled, it has already been \(how)."
        case .nothingReceivedYet:
            "You can only re-send to a phonenumber that has received a SMS"
        case .resendUnavailable:
            "This number cannot be resent at the moment, please try again later."
        case .noRentalProducts: "No available rentals found for your search."
        case .invalidRentalProduct:
            "Invalid rental ID, please enter a valid rental ID from /rental/retrieve_all endpoint"
        case .rentalOutOfStock: "This rental is currently out of stock!"
        case .serviceNotRentable: "The service you entered is not available!"
        case .rentalNotFound: "No rental was found!"
        case .invalidDays(let days): SMSPoolRefusal.available(days)
        case .topUp(let missing):
            "You do not have enough balance, please top up your account with \(missing.decimal) "
                + "dollars in order to purchase this rental."
        case .alreadyRefunded:
            "This number could not be refunded as you already have refunded it."
        // The document has the first letter; newer answers have lost it.
        case .refundClosed:
            "TYou cannot refund a rental after 12 hours or after receiving one message."
        case .notExtendable:
            "Something went wrong on extending your rental, you have NOT been charged!"
        case .notResettable: "You cannot reset the port for this type of rental."
        case .unknownEndpoint: "This endpoint does not exist."
        case .wrongMethod: "Only GET and POST are accepted."
        }
    }

    static func available(_ days: [Int]) -> String {
        "You selected a invalid amount of days! The following days are available: "
            + days.map(String.init).joined(separator: " ")
    }
}
