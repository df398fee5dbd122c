import Foundation
import TestSupport

/// The size of the manager: its binary, its start, its memory and its script worker's.
struct Footprint: Sendable {
    let paths: BenchPaths
    /// Milliseconds from the start of the process to "Serving on".
    var starts = Sample()
    private var rows: [(name: String, memory: ProcessMemory)] = []

    init(paths: BenchPaths) {
        self.paths = paths
    }

    mutating func weigh(_ manager: Int32, _ state: String) throws {
        guard let memory = ProcessMemory(of: manager) else {
            throw BenchFailure("the manager's memory cannot be read.")
        }
        rows.append(("manager, \(state)", memory))
        for child in RunningProcess.children(of: manager) {
            guard let memory = ProcessMemory(of: child) else { continue }
            rows.append(("  its script worker", memory))
        }
    }

    var table: Table {
        var table = Table("memory, MiB", "VmRSS", "PSS")
        for row in rows {
            table.add(row.name, [row.memory.resident.short, row.memory.proportional.short])
        }
        table.note(
            "Start to \"Serving on\": median \(starts.median.short) ms, most \(starts.most.short)."
        )
        for (name, path) in [("Binary", paths.binary), ("Stripped", paths.tools + "/stripped")] {
            guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            else { continue }
            table.note("\(name): \((Double(size) / 1_048_576).short) MiB.")
        }
        return table
    }
}
