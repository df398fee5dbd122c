import Foundation

/// The kernel's data about a running process: its memory, its processor time, its children.
struct ProcessMemory: Sendable {
    /// Resident memory including shared pages, in MiB.
    var resident: Double
    /// Resident memory with each shared page divided among its processes, in MiB.
    var proportional: Double

    init?(of process: Int32) {
        guard
            let text = try? String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)
        else { return nil }
        func mebibytes(_ name: String) -> Double? {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
                .map { $0 / 1024 }
        }
        guard let resident = mebibytes("Rss"), let proportional = mebibytes("Pss") else {
            return nil
        }
        self.resident = resident
        self.proportional = proportional
    }
}

/// Processor time in microseconds, to distinguish work from waiting.
enum ProcessorTime {
    /// Of this process.
    static func own() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }

    /// Of another process: all its threads, including those that have ended.
    static func of(_ process: Int32) -> Double {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            return .nan
        }
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
