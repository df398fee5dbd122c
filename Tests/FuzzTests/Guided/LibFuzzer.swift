import Randomness

#if GUIDED
    import Dispatch
    import Foundation
    import Synchronization

    /// Where the program begins: the build gives the entry of every program such a name of its own.
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

    /// The same targets under libFuzzer, which keeps the inputs that reach code no other did.
    ///
    /// Built only by `make fuzz`: the program then belongs to libFuzzer, which calls in here. The
    /// target is the first byte of an input, or `FUZZ_TARGET`.
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
        // An abort is what libFuzzer takes for a finding and writes down.
        abort()
    }

    /// Spoils an input with knowledge of what it is: half of the time as the target would, from what
    /// libFuzzer kept or from the corpus; the other half as libFuzzer does by itself.
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
        /// The only target, where one was asked for.
        static let alone = FuzzSettings.current.target.flatMap { name in
            Target.all.firstIndex { $0.name == name }
        }

        static func place(_ bytes: [UInt8]) -> Int { Int(bytes[0]) % Target.all.count }

        static func target(of bytes: [UInt8]) -> Target { Target.all[alone ?? place(bytes)] }

        /// What an asynchronous reader says.
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
