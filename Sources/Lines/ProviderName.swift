/// The wire protocols the program speaks, under the names used in configuration, tables and JSON.
package enum ProviderName: String, CaseIterable, Codable, Sendable {
    case smspool
    case sms1001 = "1001sms"
    case smsActivateDev = "sms-activate-dev"
    case virtualsms
    case handlerAPI = "handler-api"

    /// The provider's name in a sentence.
    package var title: String {
        switch self {
        case .smspool: "SMSPool"
        case .sms1001: "1001SMS"
        case .smsActivateDev: "sms-activate.dev"
        case .virtualsms: "VirtualSMS"
        case .handlerAPI: "handler_api"
        }
    }
}
