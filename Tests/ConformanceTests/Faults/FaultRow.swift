import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// One call of one provider, tried under every fault.
struct FaultRow: Sendable, CustomTestStringConvertible {
    var providerCase: ProviderCase
    var call: ProviderCall
    var endpoint: String

    var testDescription: String { "\(providerCase.testDescription) \(endpoint)" }

    static let all = ProviderCase.all.flatMap { providerCase in
        ProviderCall.allCases.compactMap { call in
            providerCase.endpoints[call].map {
                FaultRow(providerCase: providerCase, call: call, endpoint: $0)
            }
        }
    }
}

/// The result of one call under one fault.
struct FaultCell: Sendable, CustomStringConvertible {
    var row: FaultRow
    var kind: Fault.Kind
    /// Nil if the call was answered.
    var error: ProviderError?
    /// Whether it changed the provider's books.
    var hadEffect: Bool
    /// The number of requests to the provider.
    var requests: Int

    var description: String {
        let outcome = error.map { "\($0.refusal): \($0)" } ?? "an answer"
        return "\(row.testDescription) \(kind.rawValue): \(outcome)"
    }
}

extension FaultRow {
    /// The deadlines of calls that hang. The longer ones are for machines so slow that the call was
    /// given up before it arrived.
    private static let patience: [Duration] = [.seconds(1), .seconds(4), .seconds(60)]

    /// Makes the call under a fault, on a line bought for it.
    func cell(_ kind: Fault.Kind, on fixture: EmulatorFixture) async throws -> FaultCell {
        let line = try await fixture.prepare(for: call)
        var before = try await fixture.controls.books()
        var asked = try await fixture.controls.requests(to: endpoint)
        let hangs = kind == .hang || kind == .effectThenHang
        var error: ProviderError?
        for patience in hangs ? Self.patience : [.seconds(120)] {
            try await fixture.controls.set(kind, on: endpoint)
            error = await call.error(
                from: fixture.account(patience: patience), on: line, buying: providerCase.products)
            let isWaiting = try await fixture.controls.clearFaults() > 0
            if kind == .gone || !isWaiting { break }
            // A call that was given up may have arrived since.
            before = try await fixture.controls.books()
            asked = try await fixture.controls.requests(to: endpoint)
        }
        return FaultCell(
            row: self, kind: kind, error: error,
            hadEffect: try await fixture.controls.books() != before,
            requests: try await fixture.controls.requests(to: endpoint) - asked)
    }
}
