/// A reader in the program that gets bytes from outside.
struct Target: Sendable {
    let name: String
    /// The default number of inputs in a run.
    let inputs: Int
    /// Makes an input from a sample.
    let spoil: @Sendable (_ sample: [UInt8], inout Dice) -> [UInt8]
    /// Reads an input and describes a wrong result; nil if there is none. Any other failure ends
    /// the process or takes too long.
    let read: @Sendable ([UInt8]) async -> String?

    static let all: [Target] = [
        .answers, .wire, .requests, .configuration, .control, .lines, .words, .wrappers, .stored,
        .emulator, .others, .pushes,
    ]

    static func named(_ name: String) -> Target? { all.first { $0.name == name } }

    /// The samples it starts from.
    var corpus: [[UInt8]] { Corpus.samples(name) }

    /// An input: occasionally an unchanged sample, usually a mutated one.
    func input(_ corpus: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        let sample = corpus.isEmpty ? [] : dice.pick(corpus)
        return dice.oneIn(20) ? sample : spoil(sample, &dice)
    }
}
