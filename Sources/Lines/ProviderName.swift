/// Where lines come from: the wire protocols the program speaks, and a person's own numbers. The names
/// are those of configuration, tables and JSON.
package enum ProviderName: String, CaseIterable, Codable, Sendable {
    case smspool
    case sms1001 = "1001sms"
    case smsActivateDev = "sms-activate-dev"
    case virtualsms
    case handlerAPI = "handler-api"
    /// Not a provider: numbers of the person's own, whose messages are posted to the manager.
    case inbound

    /// The provider's name in a sentence.
    package var title: String {
        switch self {
        case .smspool: "SMSPool"
        case .sms1001: "1001SMS"
        case .smsActivateDev: "sms-activate.dev"
        case .virtualsms: "VirtualSMS"
        case .handlerAPI: "handler_api"
        case .inbound: "An inbound account"
        }
    }
}
