#if canImport(CLibEdit)
    import CLibEdit
    import Foundation

    /// Lines typed on a terminal and edited with libedit.
    ///
    /// The keys are read here and passed to libedit one by one, which allows waiting for keys and
    /// for output at the same time: output replaces the unfinished line, which is then redrawn
    /// below it. Keys typed while a command runs are kept for the next line, except for Ctrl-C,
    /// which is meant for that command.
    final class EditingKeyboard: Keyboard {
        private var editor: OpaquePointer?
        private var entries: OpaquePointer?
        private var history: History
        private let queue: TerminalQueue

        private var keys = TypedKeys(from: .keys)
        private var prompt: UnsafeMutablePointer<CChar>?
        private var promptWidth = 0
        private var isAbandoned = false
        private var isStopped = false

        /// Nil if the terminal cannot be switched to single keys.
        init?(queue: TerminalQueue, historyFile: String?) {
            self.queue = queue
            history = History(file: historyFile)
            guard lk_quiet() == 0 else { return nil }
            editor = lk_begin(
                "linekeeper", Unmanaged.passUnretained(self).toOpaque(),
                { EditingKeyboard.of($0)?.prompt },
                { EditingKeyboard.of($0)?.nextKey(into: $1) ?? 0 })
            guard let editor else {
                lk_loud()
                return nil
            }
            bindKeys(editor)
            entries = lk_history(editor, Int32(History.most))
            for line in history.lines { lk_history_add(entries, line) }
            lk_watch_window(queue.alarm.trigger.number)
        }

        func readLine(prompt: String, isRemembered: Bool, queue: TerminalQueue) -> LineInput {
            show(prompt)
            isAbandoned = false
            isStopped = false
            var count: Int32 = 0
            let read = el_wgets(editor, &count)
            // libedit leaves the terminal in a mode of its own.
            _ = lk_quiet()
            if isAbandoned { return .abandoned }
            guard let read, count > 0, !isStopped else {
                _ = Descriptor.output.write("\n")
                return .ended
            }
            var line = String(wide: UnsafeBufferPointer(start: read, count: Int(count)))
            while line.last?.isNewline == true { line.removeLast() }
            if isRemembered { remember(line) }
            return .line(line)
        }

        func idle(queue: TerminalQueue) {
            keys.idle(queue: queue)
        }

        func close() {
            lk_watch_window(-1)
            if let editor { lk_end(editor) }
            if let entries { lk_history_end(entries) }
            editor = nil
            entries = nil
            free(prompt)
            prompt = nil
            lk_loud()
        }

        private static func of(_ editor: OpaquePointer?) -> EditingKeyboard? {
            guard let client = lk_client(editor) else { return nil }
            return Unmanaged<EditingKeyboard>.fromOpaque(client).takeUnretainedValue()
        }

        private func show(_ text: String) {
            free(prompt)
            prompt = strdup(text)
            promptWidth = DisplayWidth.of(text)
        }

        private func remember(_ line: String) {
            guard history.add(line) else { return }
            lk_history_clear(entries)
            for line in history.lines { lk_history_add(entries, line) }
        }

        private func bindKeys(_ editor: OpaquePointer) {
            lk_name(editor, "linekeeper-complete", "Complete the word") { editor, _ in
                UInt8(EditingKeyboard.of(editor)?.complete() ?? CC_ERROR)
            }
            lk_name(editor, "linekeeper-abandon", "Drop the line") { editor, _ in
                EditingKeyboard.of(editor)?.abandon()
                return UInt8(CC_NEWLINE)
            }
            for (keys, name) in [
                ("^I", "linekeeper-complete"), ("^C", "linekeeper-abandon"),
                ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"),
                ("\\e[3~", "ed-delete-next-char"), ("\\e[1~", "ed-move-to-beg"),
                ("\\e[4~", "ed-move-to-end"), ("\\e[H", "ed-move-to-beg"),
                ("\\e[F", "ed-move-to-end"), ("\\e[1;5C", "em-next-word"),
                ("\\e[1;5D", "ed-prev-word"),
            ] {
                lk_bind(editor, keys, name)
            }
            el_source(editor, nil)
        }
    }

    // MARK: Keys

    extension EditingKeyboard {
        /// libedit's callback for a key: returns 1 with the key, 0 at the end.
        private func nextKey(into key: UnsafeMutablePointer<wchar_t>?) -> Int32 {
            while true {
                if let scalar = keys.takeScalar() {
                    key?.pointee = wchar_t(bitPattern: scalar.value)
                    return 1
                }
                let ready = Descriptor.wait(for: [.keys, queue.alarm.descriptor])
                if ready.contains(queue.alarm.descriptor) {
                    queue.alarm.reset()
                    if queue.mustStopReading {
                        isStopped = true
                        return 0
                    }
                    if queue.takeInterrupt() { keys.replaceWithInterrupt() }
                    refresh()
                }
                if ready.contains(.keys), !keys.read() { return 0 }
            }
        }
    }

    // MARK: The line on the screen

    extension EditingKeyboard {
        /// The current line, complete or up to the cursor.
        private func line(toCursor: Bool) -> String {
            guard let line = el_wline(editor)?.pointee, let start = line.buffer else { return "" }
            let count = start.distance(to: toCursor ? line.cursor : line.lastchar)
            return String(wide: UnsafeBufferPointer(start: start, count: count))
        }

        /// Writes pending output above the line, and applies a new window size.
        private func refresh() {
            eraseLine()
            el_resize(editor)
            queue.flushWrites()
            lk_redraw(editor)
        }

        /// The row of a position in the line, relative to the prompt, for a given screen width.
        private func row(ofColumn column: Int, _ columns: Int) -> Int {
            (promptWidth + column) / columns
        }

        /// Moves the cursor to the beginning of the prompt and clears everything below.
        private func eraseLine() {
            let columns = max(1, Descriptor.output.width ?? 80)
            let rows = row(ofColumn: DisplayWidth.of(line(toCursor: true)), columns)
            let up = rows > 0 ? "\u{1B}[\(rows)A" : ""
            _ = Descriptor.output.write("\r\(up)\u{1B}[J")
        }

        /// Leaves the typed text on the screen and moves the cursor below it.
        private func abandon() {
            isAbandoned = true
            let columns = max(1, Descriptor.output.width ?? 80)
            let down =
                row(ofColumn: DisplayWidth.of(line(toCursor: false)), columns)
                - row(ofColumn: DisplayWidth.of(line(toCursor: true)), columns)
            _ = Descriptor.output.write((down > 0 ? "\u{1B}[\(down)B" : "") + "^C\n")
        }

        private func complete() -> Int32 {
            let line = line(toCursor: true)
            let question = CompletionQuestion(line: line)
            queue.ask(question)
            let completion = question.wait()
            guard !completion.words.isEmpty else { return CC_REFRESH_BEEP }
            if let insertion = completion.insertion {
                replace(completion.replacing, with: insertion)
                return CC_REFRESH
            }
            let common = completion.commonPrefix
            let soFar = String(
                String.UnicodeScalarView(line.unicodeScalars.suffix(completion.replacing)))
            if common.unicodeScalars.count >= completion.replacing, common != soFar {
                replace(completion.replacing, with: common)
                return CC_REFRESH
            }
            eraseLine()
            let menu = CompletionMenu(
                words: completion.words, width: Descriptor.output.width ?? 80)
            _ = Descriptor.output.write(menu.text.text + "\n")
            lk_redraw(editor)
            return CC_NORM
        }

        private func replace(_ count: Int, with text: String) {
            if count > 0 { el_deletestr(editor, Int32(count)) }
            let wide = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
            _ = wide.withUnsafeBufferPointer { el_winsertstr(editor, $0.baseAddress) }
        }
    }

    extension String {
        /// The text of C's wide characters; values that are not characters are left out.
        fileprivate init(wide: UnsafeBufferPointer<wchar_t>) {
            let scalars = wide.compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }
            self = String(String.UnicodeScalarView(scalars))
        }
    }
#endif
