import Foundation

/// The process's own input and output.
package final class StandardTerminal: LineEditor {
    package let completionQuestions: AsyncStream<CompletionQuestion>
    package let isStyled: Bool
    package let canAnswer: Bool
    package let canEdit: Bool
    private let queue: TerminalQueue
    private let completed: @Sendable (String) -> String
    /// Ctrl-C as a signal; nil if it ends the process, as with a single command.
    // Only stored, to keep it active.
    private nonisolated(unsafe) let interruptions: (any DispatchSourceSignal)?

    /// Whether a person is at both ends, so that commands can be typed.
    package static var isInteractive: Bool {
        Descriptor.input.isTerminal && Descriptor.output.isTerminal
    }

    /// Takes over the terminal; `close` restores it.
    ///
    /// - Parameters:
    ///   - isEditing: Whether lines should be edited, if possible.
    ///   - historyFile: The file that remembers typed lines.
    ///   - completed: Completes the commands in a sentence so that they can be typed.
    /// - Returns: Nil if the process has no file descriptors left.
    package static func open(
        isEditing: Bool, historyFile: String? = nil,
        completed: @escaping @Sendable (String) -> String = { $0 }
    ) -> StandardTerminal? {
        // The reader of our output may leave; the write reports that, and no signal should kill us.
        signal(SIGPIPE, SIG_IGN)
        guard let alarm = Alarm() else { return nil }
        return StandardTerminal(alarm, isEditing, historyFile, completed)
    }

    private init(
        _ alarm: Alarm, _ isEditing: Bool, _ historyFile: String?,
        _ completed: @escaping @Sendable (String) -> String
    ) {
        self.completed = completed
        let environment = ProcessInfo.processInfo.environment
        let isDumb = ["", "dumb"].contains(environment["TERM"] ?? "")
        isStyled =
            Descriptor.output.isTerminal && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty
        canAnswer =
            Descriptor.input.isTerminal
            && (Descriptor.output.isTerminal || Descriptor.error.isTerminal)
        let (stream, questions) = AsyncStream.makeStream(
            of: CompletionQuestion.self, bufferingPolicy: .bufferingNewest(1))
        completionQuestions = stream
        queue = TerminalQueue(alarm: alarm, questions: questions)
        #if canImport(CLibEdit)
            let canEdit = isEditing && StandardTerminal.isInteractive && !isDumb
        #else
            let canEdit = false
        #endif
        self.canEdit = canEdit
        interruptions =
            isEditing && StandardTerminal.isInteractive
            ? StandardTerminal.watchInterrupts(for: queue) : nil
        queue.start { queue in
            #if canImport(CLibEdit)
                if canEdit, let keyboard = EditingKeyboard(queue: queue, historyFile: historyFile) {
                    return keyboard
                }
            #endif
            return PlainKeyboard(canErase: !isDumb)
        }
    }

    private static func watchInterrupts(for queue: TerminalQueue) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: SIGINT)
        source.setEventHandler { queue.noteInterrupt() }
        source.resume()
        return source
    }

    package var width: Int? { Descriptor.output.width }

    package func write(_ text: SafeText) async throws(TerminalClosed) {
        if let closed = await queue.write(text.text + "\n", to: .output) { throw closed }
    }

    package func remark(_ text: SafeText) async {
        let wrapped = SafeText(lines: completed(text.text)).wrapped(
            toWidth: Descriptor.error.width)
        _ = await queue.write(wrapped.text + "\n", to: .error)
    }

    package func answer(to question: SafeText) async throws(TerminalClosed) -> String? {
        guard canAnswer else { return nil }
        guard case .line(let answer) = await queue.read(prompt: question.text, isRemembered: false)
        else { return nil }
        return answer
    }

    package func copy(_ text: String) async -> SafeText? {
        let text = Clipboard.harmless(text)
        let terminal = [Descriptor.output, .error].first(where: \.isTerminal)
        let clipboard = Clipboard(
            environment: ProcessInfo.processInfo.environment, hasTerminal: terminal != nil)
        var takers: [String] = []
        for program in clipboard.programs {
            if await ClipboardProgram(arguments: program).take(text) { takers.append(program[0]) }
        }
        // tmux tells the terminal around it.
        if !takers.contains("tmux"), let terminal, let sequence = clipboard.sequence(for: text),
            await queue.write(sequence, to: terminal) == nil
        {
            takers.append("the terminal")
        }
        return takers.isEmpty ? nil : "\(takers.joined(separator: ", "))"
    }

    package func readLine(prompt: SafeText) async -> LineInput {
        await queue.read(prompt: prompt.text, isRemembered: true)
    }

    package func interrupts() -> AsyncStream<Void> {
        queue.interrupts()
    }

    /// Restores the terminal to its original state.
    package func close() async {
        await queue.close()
    }
}
