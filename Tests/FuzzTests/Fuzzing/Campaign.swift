import Foundation
import Randomness
import Synchronization

/// Feeds a target one input after the other and watches the result.
struct Campaign {
    /// The most processor time an input may take in a debug build, far above the usual.
    static let patience = Duration.seconds(5)
    /// The most memory a run may add, whatever it reads.
    static let memory = 256 << 20

    let target: Target
    let seed: UInt64

    /// A description of the failure; nil if every input was read or refused.
    func run(_ indices: Range<Int>, diary: Diary) async -> String? {
        let corpus = target.corpus
        let before = ProcessMemory.now().resident
        for index in indices {
            var random = SeededRandom(seed: seed, target: target.name, index: index)
            let input = FuzzInput(
                target: target.name, seed: seed, index: index,
                bytes: target.input(corpus, &random))
            diary.write(input)
            Watchdog.shared.begin()
            let began = Self.processorTime()
            let complaint = await target.read(input.bytes)
            let took = Self.processorTime() - began
            Watchdog.shared.end()
            if let complaint { return "\(complaint)\n\(input)" }
            if took > Self.patience { return "it took \(took)\n\(input)" }
        }
        let grown = ProcessMemory.now().peak - before
        guard grown <= Self.memory else { return "\(target.name) took \(grown >> 20) MB" }
        return nil
    }

    /// The processor time of this process, which a busy machine does not distort.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// Ends the process if reading an input never ends, because nothing else could report it.
final class Watchdog: Sendable {
    static let shared = Watchdog()
    private static let patience = Duration.seconds(120)

    private let began = Mutex<ContinuousClock.Instant?>(nil)

    private init() {
        let thread = Thread {
            while true {
                Thread.sleep(forTimeInterval: 1)
                let since = Watchdog.shared.began.withLock { $0 }
                if let since, ContinuousClock.now - since > Watchdog.patience {
                    print("an input was still being read after two minutes")
                    abort()
                }
            }
        }
        thread.start()
    }

    func begin() { began.withLock { $0 = .now } }
    func end() { began.withLock { $0 = nil } }
}

/// The memory of this process in bytes, as counted by the kernel.
struct ProcessMemory {
    var resident = 0
    /// The peak since the start or since `forgetPeak`.
    var peak = 0

    static func now() -> ProcessMemory { of("self") }

    static func of(_ process: String) -> ProcessMemory {
        var memory = ProcessMemory()
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let count = Int(words[1]) else { continue }
            if words[0] == "VmRSS:" { memory.resident = count << 10 }
            if words[0] == "VmHWM:" { memory.peak = count << 10 }
        }
        return memory
    }

    /// Resets the kernel's peak counter.
    static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }
}
