import Randomness

/// One reader of the program that is given bytes from outside.
struct Target: Sendable {
    let name: String
    /// The default number of inputs in a run.
    let inputs: Int
    /// Makes an input from a sample.
    let spoil: @Sendable (_ sample: [UInt8], inout SeededRandom) -> [UInt8]
    /// Reads an input, and says what should not have come out of it; nil when all is well. Whatever
    /// else goes wrong ends the process, or takes too long.
    let read: @Sendable ([UInt8]) async -> String?

    static let all: [Target] = [
        .answers, .wire, .requests, .configuration, .control, .lines, .words, .wrappers, .stored,
        .emulator, .others, .pushes, .posts,
    ]

    static func named(_ name: String) -> Target? { all.first { $0.name == name } }

    /// The samples it starts from.
    var corpus: [[UInt8]] { Corpus.samples(name) }

    /// An input: a sample as it is now and then, a spoiled one mostly.
    func input(_ corpus: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
        let sample = corpus.isEmpty ? [] : random.pick(corpus)
        return random.oneIn(20) ? sample : spoil(sample, &random)
    }
}
