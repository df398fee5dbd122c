import Foundation
import ProviderEmulator
import Testing

/// The matrix: every endpoint the manager uses under every fault there is.
@Suite("Faults on the wire", .timeLimit(.minutes(5)))
struct CellTests {
    /// All of them, or those whose name has what `FAULT_CELLS` says.
    private static var cells: [Cell] {
        let wanted = ProcessInfo.processInfo.environment["FAULT_CELLS"] ?? ""
        return Cell.all.filter { wanted.isEmpty || $0.testDescription.contains(wanted) }
    }

    /// Today's protocol, or the one of the document with `FAULT_GENERATION=document`.
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
