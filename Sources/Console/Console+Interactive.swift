import Control

extension Console {
    /// Reads commands at a prompt until the person leaves.
    ///
    /// - Parameter isTailing: Whether the live display is on at the start.
    /// - Returns: 3 if the last command found no manager, otherwise 0: the person has seen any
    ///   other failure.
    package func runInteractive(isTailing: Bool = false) async -> Int32 {
        let live = LiveDisplay()
        let session = session(live: live, isAtPrompt: true)
        if isTailing { live.turnOn(.init(last: 0, format: .table)) }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await live.run(in: session) }
            group.addTask { await answerCompletions() }
            // Preloads the words, so that the first Tab need not wait for a provider.
            for kind in ["service", "offer"] {
                group.addTask { _ = try? await link.ask(Complete(kind: kind, prefix: "")) }
            }
            defer { group.cancelAll() }
            return await prompt(in: session)
        }
    }

    private func prompt(in session: Session) async -> Int32 {
        let prompt: SafeText = isPractising ? "practice> " : "linekeeper> "
        let hint: SafeText = terminal.canEdit ? ", Tab to complete a word" : ""
        await terminal.remark("Type help for the commands\(hint), Ctrl-D to leave.")
        var code = ExitCodes.done
        while true {
            switch await terminal.readLine(prompt: prompt) {
            case .ended: return code == ExitCodes.unreachable ? code : ExitCodes.done
            case .abandoned: continue
            case .line(let line):
                switch await runInterruptibly(line, in: session) {
                case .ended(let ended): code = ended
                case .quit: return code == ExitCodes.unreachable ? code : ExitCodes.done
                case .closed: return ExitCodes.done
                }
            }
        }
    }

    /// Ctrl-C ends the command, not the console.
    private func runInterruptibly(
        _ line: String, in session: Session
    ) async -> CommandRunner.Verdict {
        let interrupts = terminal.interrupts()
        return await withTaskGroup(of: CommandRunner.Verdict?.self) { group in
            group.addTask { await run(line: line, in: session) }
            group.addTask {
                for await _ in interrupts { break }
                return nil
            }
            let first = await group.next() ?? nil
            let parting = parting
            group.cancelAll()
            if let first { return first }
            if !Task.isCancelled { await terminal.remark("\(parting ?? "Interrupted.")") }
            for await verdict in group {
                guard let verdict else { continue }
                return parting == nil ? verdict : .ended(ExitCodes.doubt)
            }
            return .ended(ExitCodes.failed)
        }
    }

    private func answerCompletions() async {
        let completer = Completer(link: link, folder: folder)
        await withDiscardingTaskGroup { group in
            for await question in terminal.completionQuestions {
                group.addTask { question.answer(await completer.complete(question.line)) }
            }
        }
    }
}
