import Lines
import ProviderEmulator
import Providers
import Testing
import TestSupport

/// One call of one provider, tried under every fault.
struct FaultRow: Sendable, CustomTestStringConvertible {
    var subject: Subject
    var deed: Deed
    var endpoint: String

    var testDescription: String { "\(subject.testDescription) \(endpoint)" }

    static let all = Subject.all.flatMap { subject in
        Deed.allCases.compactMap { deed in
            subject.endpoints[deed].map { FaultRow(subject: subject, deed: deed, endpoint: $0) }
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
    /// The deadlines of calls that hang. The longer ones are for machines too slow for the fault to
    /// take effect.
    private static let patience: [Duration] = [.milliseconds(250), .seconds(2), .seconds(10)]

    /// Makes the call under a fault, on a line bought for it.
    func cell(_ kind: Fault.Kind, on stand: Stand) async throws -> FaultCell {
        let line = try await stand.prepare(for: deed)
        let before = try await stand.controls.books()
        let asked = try await stand.controls.requests(to: endpoint)
        let hangs = kind == .hang || kind == .effectThenHang
        var error: ProviderError?
        for patience in hangs ? Self.patience : [.seconds(40)] {
            try await stand.controls.set(kind, on: endpoint)
            error = await deed.error(
                from: stand.account(patience: patience), on: line, buying: subject.wares)
            let isWaiting = try await stand.controls.clearFaults() > 0
            if kind == .gone || !isWaiting { break }
        }
        return FaultCell(
            row: self, kind: kind, error: error,
            hadEffect: try await stand.controls.books() != before,
            requests: try await stand.controls.requests(to: endpoint) - asked)
    }
}
