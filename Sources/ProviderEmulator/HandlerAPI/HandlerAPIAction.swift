/// All actions, and the dialects that have them.
enum HandlerAPIAction: String, CaseIterable, Sendable {
    case getBalance, getNumbersStatus, getNumber, getNumberV2, getStatus, getStatusV2, getFullSms
    case getAllSms, setStatus, getActiveActivations, getHistory, getPrices
    case getPricesVerification, getPricesExtended, getListOfTopCountriesByService
    case getCountries, getServices, getServicesList, getOperators
    case getTopCountriesByService, getExtraActivation, checkExtraActivation
    case getRentServicesAndCountries, getRentNumber, getRentStatus, setRentStatus, getRentList
    case continueRentNumber, continueRentInfo, getContinueRentPriceNumber
    case getBalanceAndCashBack, getNotifications, getIncomingCallStatus, parseCall
    case getMultiServiceNumber, getAdditionalService

    func isKnown(to dialect: HandlerAPIEmulator.Dialect) -> Bool {
        switch dialect {
        case .original: ![.getAllSms, .getServices, .getNotifications].contains(self)
        case .clone: ![.getNumberV2, .getStatusV2, .getServices].contains(self)
        case .daisysms:
            [
                .getBalance, .getNumber, .getStatus, .setStatus, .getPrices,
                .getPricesVerification, .getExtraActivation,
            ].contains(self)
        case .virtualsms:
            [
                .getBalance, .getNumber, .getStatus, .setStatus, .getServices, .getCountries,
                .getPrices,
            ].contains(self)
        }
    }

    /// Whether its refusals are JSON.
    var isOfRentals: Bool {
        switch self {
        case .getRentServicesAndCountries, .getRentNumber, .getRentStatus, .setRentStatus,
            .getRentList, .continueRentNumber, .continueRentInfo, .getContinueRentPriceNumber:
            true
        default: false
        }
    }
}
