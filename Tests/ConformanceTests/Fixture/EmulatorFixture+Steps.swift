import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// Steps shared by many stories.
extension EmulatorFixture {
    /// Orders a number that is in stock.
    func order() async throws -> (id: String, line: ProviderBooks.Line) {
        let id = try await account.order(providerCase.products.inStock).value.providerID
        return (id, try await line(id))
    }

    func rent(_ product: TestRental) async throws -> (id: String, line: ProviderBooks.Line) {
        let id = try await account.rent(product.order).value.providerID
        return (id, try await line(id))
    }

    /// An order whose first message has arrived.
    func answeredOrder(_ text: String = "123456 is your code") async throws -> (
        id: String, line: ProviderBooks.Line
    ) {
        let order = try await order()
        #expect(try await controls.send(text, to: order.line.number))
        return order
    }

    /// Asks for the status once a second until the line is available.
    ///
    /// - Returns: how long it took.
    @discardableResult
    func wake(_ id: String) async throws -> Duration {
        for second in 0..<60 {
            if try await account.status(of: id).value.isAvailable { return .seconds(second) }
            try await controls.advance(.seconds(1))
        }
        Issue.record("\(id) did not wake within a minute")
        return .zero
    }

    /// The entry in the provider's books with this id.
    func line(_ id: String) async throws -> ProviderBooks.Line {
        try await controls.books().lines.first(where: \.id, is: id)
    }

    /// The balance the account reports.
    func balance() async throws -> Money { try await account.balance().value }

    /// All active orders with their messages. If the list does not contain messages, each order is
    /// asked about.
    func active() async throws -> [ActivationReading] {
        var readings = try await account.activeActivations().value
        for index in readings.indices where readings[index].isPartial {
            let listed = readings[index]
            let hasMore = !listed.messages.isEmpty || listed.status.phase != .waiting
            guard hasMore || account.capabilities.deliversOnlyOnCheck else { continue }
            let whole = try await account.check(listed.providerID).value
            readings[index].messages = whole.messages
            readings[index].status.phase = whole.status.phase
        }
        return readings
    }

    /// Expects no active order, if the provider lists them.
    func expectNothingActive() async throws {
        guard providerCase.endpoints[.active] != nil else { return }
        #expect(try await account.activeActivations().value.isEmpty)
    }

    /// The error of a call on this account; nil if it succeeds.
    func error(
        _ call: (any Provider) async throws -> Void
    ) async -> ProviderError? {
        do {
            try await call(account)
            return nil
        } catch {
            if let error = error as? ProviderError { return error.meaning }
            Issue.record(error)
            return nil
        }
    }

    /// Buys the line for a call and prepares it so that the call can succeed; returns its id.
    func prepare(for call: ProviderCall) async throws -> String {
        switch call {
        case .extend, .refund, .status, .messages:
            return try await rent(providerCase.products.sleeping).id
        case .check: return try await order().id
        case .cancel:
            let order = try await order()
            if let hold = providerCase.cancelHold { try await controls.advance(hold) }
            return order.id
        case .resend: return try await answeredOrder().id
        default: return ""
        }
    }

    /// Expects that no URL contained the key, if the protocol has another place for it.
    func expectNoKeyInURLs() async throws {
        guard !providerCase.keyGoesIntoURLs else { return }
        let target = try await controls.targets().first { $0.contains(emulatorKey) }
        #expect(target == nil, "\(providerCase.testDescription)")
    }
}
