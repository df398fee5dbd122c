import Keeping
import Lines
import Providers
import Testing
import TestSupport
import Transport

/// How each deed is brought about.
extension Deed {
    /// A product that the emulators have plenty of.
    static let activation = {
        var wish = ActivationWish(service: "1012", country: "3")
        wish.account = Rig.accounts.struck
        return wish
    }()
    /// Sleeps unless it is asked about; an extension of seven days is sold too.
    static let rental = {
        var wish = RentalWish(offer: "7", days: 7)
        wish.account = Rig.accounts.struck
        return wish
    }()

    /// The line needed before the deed; nil if there is none.
    func prepare(_ manager: RunningHouse) async throws -> Line.ID? {
        switch self {
        case .extend, .extensionPrice, .refund, .plannedPrice, .plannedExtension, .plannedRefund:
            return try await manager.rent()
        case .status, .messages:
            return try await manager.listening(try await manager.rent())
        case .cancel, .lastLook, .plannedCancel, .plannedLook, .active:
            return try await manager.order()
        case .resend, .resendPrice:
            let line = try await manager.order()
            try await manager.rig.struck.controls.send(
                "111222 is the first", to: manager.number(of: line))
            return try await manager.received(1, on: line)
        default: return nil
        }
    }

    /// Events at the provider while no manager runs.
    func meanwhile(_ provider: any Provider) async throws {
        guard self == .held else { return }
        // Bought elsewhere: the comparison of lists adopts it.
        _ = try await provider.rent(
            RentalOrder(offer: Self.rental.offer, days: Self.rental.days))
    }

    /// The age the line must have.
    var age: Duration? {
        switch self {
        // Refunds are claimed twenty minutes before the window of twelve hours closes.
        case .plannedRefund: .hours(11) + .minutes(45)
        // The provider refuses a cancel for two minutes.
        case .cancel, .lastLook: .minutes(3)
        case .plannedCancel, .plannedLook: .minutes(5)
        default: nil
        }
    }

    /// What the manager is configured to do by itself.
    var settings: KeeperSettings {
        var settings = KeeperSettings()
        switch self {
        case .plannedPrice, .plannedExtension:
            settings.policy.rentals.extendBefore = .days(8)
            settings.policy.rentals.extendDays = 7
        case .plannedRefund: settings.policy.rentals.refundUnused = true
        case .plannedCancel, .plannedLook:
            settings.policy.activations.cancelUnusedAfter = .minutes(4)
        default: break
        }
        return settings
    }

    /// A person's command and its answer; nil if nobody does anything.
    func ask(_ manager: RunningHouse, about id: Line.ID?) async throws -> Told? {
        switch self {
        case .countries, .services, .price, .order, .history:
            return try await .from(manager) {
                try await manager.desk.order(Self.activation, origin: "console")
            }
        case .rent:
            return try await .from(manager) {
                try await manager.desk.rent(Self.rental, origin: "console")
            }
        case .suggestions:
            return try await .from(manager) {
                _ = try await manager.desk.suggestions(manager.account(), service: "1012")
                return nil
            }
        case .products:
            return try await .from(manager) {
                _ = try await manager.desk.rentals(of: manager.account(), now: true)
                return nil
            }
        case .extend, .extensionPrice:
            let line = try await manager.line(try #require(id))
            return try await .from(manager) {
                try await manager.desk.extend(line, days: 7, maxPrice: nil, origin: "console")
            }
        case .refund: return try await act(.refund, manager, id)
        case .cancel, .lastLook: return try await act(.cancel, manager, id)
        case .resend, .resendPrice: return try await act(.resend, manager, id)
        case .plannedPrice, .plannedExtension, .plannedRefund, .plannedCancel, .plannedLook,
            .status, .messages, .held, .active, .balance:
            return nil
        }
    }

    private func act(_ kind: Action.Kind, _ manager: RunningHouse, _ id: Line.ID?) async throws
        -> Told
    {
        let line = try await manager.line(try #require(id))
        return try await .from(manager) {
            try await manager.desk.act(kind, on: line, origin: "console")
        }
    }
}

/// The answer a person got.
enum Told: Equatable, Sendable {
    case done
    case refused(String)
    case doubt(Action.ID)

    static func from(
        _ manager: RunningHouse, _ deed: () async throws -> OpenAction?
    ) async throws -> Told {
        do {
            guard let action = try await deed() else { return .done }
            return try await Told(manager.answered(action))
        } catch let error as ProviderError {
            return .refused(error.description)
        } catch let error as KeeperError {
            return .refused(error.description)
        }
    }

    private init(_ action: OpenAction) {
        switch action.state {
        case .done: self = .done
        case .doubt: self = .doubt(action.id)
        case .failed, .dropped, .pending, .running: self = .refused(action.result ?? "")
        }
    }
}
