import Accounts
import Keeping
import Lines
import Providers
import Running
import Testing
import TestSupport
import Transport

/// How each operation is brought about.
extension ManagerOperation {
    /// A product that the emulators have plenty of.
    static let activation = {
        var request = ActivationRequest(service: "1012", country: "3")
        request.account = FaultFixture.accounts.struck
        return request
    }()
    /// Sleeps unless it is asked about; an extension of seven days is sold too.
    static let rental = {
        var request = RentalRequest(offer: "7", days: 7)
        request.account = FaultFixture.accounts.struck
        return request
    }()

    /// The line needed before the deed; nil if there is none.
    func prepare(_ manager: RunningManager) async throws -> Line.ID? {
        switch self {
        case .extend, .extensionPrice, .refund, .plannedPrice, .plannedExtension, .plannedRefund:
            return try await manager.rent()
        case .status, .messages:
            return try await manager.listening(try await manager.rent())
        case .cancel, .lastLook, .plannedCancel, .plannedLook, .active:
            return try await manager.order()
        case .resend, .resendPrice:
            let line = try await manager.order()
            try await manager.fixture.struck.controls.send(
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
    func ask(_ manager: RunningManager, about id: Line.ID?) async throws -> Reply? {
        switch self {
        case .countries, .services, .price, .order, .history:
            return try await .from(manager) {
                try await manager.commands.order(Self.activation, origin: "console")
            }
        case .rent:
            return try await .from(manager) {
                try await manager.commands.rent(Self.rental, origin: "console")
            }
        case .suggestions:
            return try await .from(manager) {
                _ = try await manager.commands.suggestions(manager.account(), service: "1012")
                return nil
            }
        case .products:
            return try await .from(manager) {
                _ = try await manager.commands.rentals(of: manager.account(), now: true)
                return nil
            }
        case .extend, .extensionPrice:
            let line = try await manager.line(try #require(id))
            return try await .from(manager) {
                try await manager.commands.extend(line, days: 7, maxPrice: nil, origin: "console")
            }
        case .refund: return try await act(.refund, manager, id)
        case .cancel, .lastLook: return try await act(.cancel, manager, id)
        case .resend, .resendPrice: return try await act(.resend, manager, id)
        case .plannedPrice, .plannedExtension, .plannedRefund, .plannedCancel, .plannedLook,
            .status, .messages, .held, .active, .balance:
            return nil
        }
    }

    private func act(_ kind: Action.Kind, _ manager: RunningManager, _ id: Line.ID?) async throws
        -> Reply
    {
        let line = try await manager.line(try #require(id))
        return try await .from(manager) {
            try await manager.commands.act(kind, on: line, origin: "console")
        }
    }
}

/// The answer a person got.
enum Reply: Equatable, Sendable {
    case done
    case refused(String)
    case doubt(Action.ID)

    static func from(
        _ manager: RunningManager, _ operation: () async throws -> OpenAction?
    ) async throws -> Reply {
        do {
            guard let action = try await operation() else { return .done }
            return try await Reply(manager.answered(action))
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
