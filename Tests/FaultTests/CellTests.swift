import Foundation
import ProviderEmulator
import Testing

/// The matrix: every endpoint the manager uses, under every fault.
@Suite("Faults on the wire", .timeLimit(.minutes(20)))
struct CellTests {
    /// All cells, or those whose name contains `FAULT_CELLS`.
    private static var cells: [Cell] {
        let wanted = ProcessInfo.processInfo.environment["FAULT_CELLS"] ?? ""
        return Cell.all.filter { wanted.isEmpty || $0.testDescription.contains(wanted) }
    }

    /// The current protocol, or the documented one with `FAULT_GENERATION=document`.
    private static var generation: EmulatorGeneration {
        let name = ProcessInfo.processInfo.environment["FAULT_GENERATION"] ?? ""
        return EmulatorGeneration(rawValue: name) ?? .current
    }

    @Test(arguments: cells)
    func `every fault ends as it is documented, and disturbs nobody else`(
        _ cell: Cell
    ) async throws {
        try await cell.play(Self.generation)
    }
}
