import Randomness

#if GUIDED
    import Dispatch
    import Foundation
    import Synchronization

    /// The entry point: the build renames the entry of every program to a name like this.
    @_cdecl("Fuzz_main")
    public func begin(
        _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    ) -> CInt {
        var count = count
        var arguments = arguments
        return run(&count, &arguments) { start, count in
            guard let start else { return 0 }
            return readOneInput(start, count)
        }
    }

    private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    @_silgen_name("LLVMFuzzerRunDriver")
    private func run(
        _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
        _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt

    /// The same targets under libFuzzer, which keeps inputs that reach new code.
    ///
    /// Built only by `make fuzz`: libFuzzer then controls the program and calls these functions.
    /// The first byte of an input selects the target, unless `FUZZ_TARGET` does.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func readOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
        guard count > 0 else { return 0 }
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        let target = Guided.target(of: bytes)
        Watchdog.shared.begin()
        let complaint = Guided.wait { await target.read(Array(bytes.dropFirst())) }
        Watchdog.shared.end()
        guard let complaint else { return 0 }
        let told = "\(target.name): \(complaint)\n\(FuzzInput.escaped(bytes.dropFirst()))\n"
        FileHandle.standardError.write(Data(told.utf8))
        // libFuzzer treats an abort as a finding and saves the input.
        abort()
    }

    /// Mutates an input: half of the time with the target's own mutator, from libFuzzer's input or
    /// the corpus, and otherwise with libFuzzer's default.
    @_cdecl("LLVMFuzzerCustomMutator")
    public func spoilOneInput(
        _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: CUnsignedInt
    ) -> Int {
        var random = SeededRandom(seed: UInt64(seed))
        guard count < 2 || random.oneIn(2) else { return mutate(start, count, room) }
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        let place =
            Guided.alone ?? (count < 2 ? random.roll(Target.all.count) : Guided.place(bytes))
        let target = Target.all[place]
        let isFresh = count < 2 || random.oneIn(20)
        let sample = isFresh ? random.pick(Guided.corpora[place]) : Array(bytes.dropFirst())
        let spoiled = [UInt8(place)] + (isFresh ? sample : target.spoil(sample, &random))
        let kept = min(spoiled.count, room)
        for index in 0..<kept { start[index] = spoiled[index] }
        return kept
    }

    @_silgen_name("LLVMFuzzerMutate")
    private func mutate(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int) -> Int

    private enum Guided {
        static let corpora = Target.all.map(\.corpus)
        /// The only target, if one was selected.
        static let alone = FuzzSettings.current.target.flatMap { name in
            Target.all.firstIndex { $0.name == name }
        }

        static func place(_ bytes: [UInt8]) -> Int { Int(bytes[0]) % Target.all.count }

        static func target(of bytes: [UInt8]) -> Target { Target.all[alone ?? place(bytes)] }

        /// The result of an asynchronous reader.
        static func wait(_ body: @escaping @Sendable () async -> String?) -> String? {
            let answer = Answer()
            let done = DispatchSemaphore(value: 0)
            Task.detached {
                let complaint = await body()
                answer.text.withLock { $0 = complaint }
                done.signal()
            }
            done.wait()
            return answer.text.withLock { $0 }
        }

        private final class Answer: Sendable {
            let text = Mutex<String?>(nil)
        }
    }
#endif
