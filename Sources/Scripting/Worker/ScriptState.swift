import CLua

/// The Lua state of one script in the worker: text and encoded values in, encoded values out.
final class ScriptState {
    private let state: OpaquePointer

    /// The result of a call. The bytes are copies.
    struct Result {
        var outcome: WorkerReply.Outcome
        var message = ""
        var traceback = ""
        var log = ""
        /// How often which lines ran, if that is counted.
        var lines = ""
        var value: [UInt8] = []
    }

    /// Nil if there is not enough memory.
    init?(
        prelude: String, settings: [UInt8], limits: ScriptLimits, questions: WorkerQuestions
    ) {
        let bounds = clua_limits(
            memory: limits.memory, log: limits.log, reply: limits.result,
            soft_milliseconds: UInt32(clamping: limits.softMilliseconds),
            asking_milliseconds: UInt32(clamping: limits.askingMilliseconds),
            steps: UInt64(clamping: limits.steps))
        let context = Unmanaged.passUnretained(questions).toOpaque()
        let asked: clua_ask = { context, state, request in
            guard let context, let state else { return }
            let questions = Unmanaged<WorkerQuestions>.fromOpaque(context).takeUnretainedValue()
            let bytes = UnsafeBufferPointer(start: request.bytes, count: request.count)
            let answer = questions.answer(Array(bytes))
            answer.withUnsafeBufferPointer {
                _ = clua_answer(state, clua_bytes(bytes: $0.baseAddress, count: $0.count))
            }
        }
        guard let opened = clua_open(bounds, asked, context) else { return nil }
        state = opened
        let started = ScriptState.borrow(Array(prelude.utf8)[...]) { text in
            ScriptState.borrow(settings[...]) { settings in
                clua_prelude(opened, text, settings)
            }
        }
        guard started == CLUA_DONE else { return nil }
        if limits.countsLines { clua_count_lines(opened) }
    }

    deinit {
        clua_close(state)
    }

    func invoke(_ entry: String, _ request: ArraySlice<UInt8>) -> Result {
        let outcome = ScriptState.borrow(request) { clua_invoke(state, entry, $0) }
        var result = Result(outcome: WorkerReply.Outcome(outcome))
        result.log = text(clua_log(state))
        result.lines = text(clua_lines(state))
        if outcome == CLUA_DONE {
            result.value = Array(buffer(clua_result(state)))
        } else {
            result.message = text(clua_message(state))
            result.traceback = text(clua_traceback(state))
        }
        return result
    }

    /// The lines of a text that hold code; nil if it is not Lua.
    func outline(of source: String) -> [Int]? {
        let outcome = ScriptState.borrow(Array(source.utf8)[...]) { clua_outline(state, $0) }
        guard outcome == CLUA_DONE else { return nil }
        return CompiledChunk(Array(buffer(clua_lines(state)))).lines
    }

    private static func borrow<Answer>(
        _ bytes: ArraySlice<UInt8>, _ body: (clua_bytes) -> Answer
    ) -> Answer {
        bytes.withUnsafeBufferPointer {
            body(clua_bytes(bytes: $0.baseAddress, count: $0.count))
        }
    }

    private func buffer(_ bytes: clua_bytes) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes.bytes, count: bytes.count)
    }

    private func text(_ bytes: clua_bytes) -> String {
        bytes.count == 0 ? "" : String(decoding: buffer(bytes), as: UTF8.self)
    }
}

extension WorkerReply.Outcome {
    fileprivate init(_ outcome: clua_outcome) {
        switch outcome {
        case CLUA_DONE: self = .done
        case CLUA_LATE: self = .late
        case CLUA_NO_MEMORY: self = .noMemory
        case CLUA_OVERRUN: self = .overrun
        default: self = .failed
        }
    }
}
