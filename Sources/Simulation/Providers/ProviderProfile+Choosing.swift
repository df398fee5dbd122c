import ArgumentParser
import ProviderEmulator
import Providers
import VirtualTime

extension ProviderProfile {
    /// The kind of account, chosen by the seed or by hand.
    enum Name: String, CaseIterable, ExpressibleByArgument, Sendable {
        case smspool, virtualsms, sms1001
        case handlerAPI = "handler-api"
        case handlerAPIClone = "handler-api-clone"
        case handlerAPIDaisySMS = "handler-api-daisysms"
        case handlerAPIVirtualSMS = "handler-api-virtualsms"
        case smsActivateDev = "sms-activate-dev"
    }

    static func named(_ name: Name) -> ProviderProfile {
        switch name {
        case .smspool: .smspool
        case .virtualsms: .virtualsms
        case .sms1001: .sms1001
        case .handlerAPI: .handlerAPI(.original, .original)
        case .handlerAPIClone: .handlerAPI(.clone, .clone)
        case .handlerAPIDaisySMS: .handlerAPI(.daisysms, .daisysms)
        case .handlerAPIVirtualSMS: .handlerAPI(.virtualsms, .virtualsms)
        case .smsActivateDev: .smsActivateDev
        }
    }

    /// SMSPool more often than not: it has the most that can go wrong.
    static func draw(_ chance: Chance) -> Name {
        chance.happens(0.5) ? .smspool : chance.one(of: Name.allCases.filter { $0 != .smspool })
    }
}
