import Foundation

/// The settings of a run, from the environment.
///
/// `FUZZ_INPUTS` is the number of inputs per target, `FUZZ_SEED` their seed; `FUZZ_TARGET` runs one
/// target alone, `FUZZ_AT` one input of it.
struct FuzzSettings {
    var inputs: Int?
    var seed: UInt64
    var target: String?
    var at: Int?

    static let current = FuzzSettings(ProcessInfo.processInfo.environment)

    init(_ environment: [String: String]) {
        inputs = environment["FUZZ_INPUTS"].flatMap { Int($0) }
        seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_260_801
        target = environment["FUZZ_TARGET"]
        at = environment["FUZZ_AT"].flatMap { Int($0) }
    }

    /// The numbers of the inputs for a target.
    func indices(of target: Target) -> Range<Int> {
        if let at { return at..<at + 1 }
        return 0..<(inputs ?? target.inputs)
    }

    func isWanted(_ target: Target) -> Bool {
        self.target.map { $0 == target.name } ?? true
    }
}
