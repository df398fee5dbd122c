import ArgumentParser

/// The console's reference, generated from the definitions of its commands.
package enum ConsoleReference {
    /// The complete reference as Markdown, for `docs/console.md`.
    package static func markdown() -> String {
        var parts = [introduction]
        for group in CommandList.groups {
            parts.append("## \(group.name)")
            parts += group.commands.map(section(of:))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let introduction = """
        # The console

        The same commands work in four places:

        - at the prompt of `linekeeper`, with history, Tab completion and, after `tail`, events above the
          line being typed;
        - as lines of an input that is not a terminal, such as `linekeeper < commands.txt`: blank lines and
          lines beginning with `#` are skipped, a command that fails does not keep the next from running,
          and the exit code is that of the last one that failed;
        - from the shell, once: `linekeeper lines --json`;
        - in a chat, as far as each says so below, if a [channel](channels.md#commands-in-a-chat) takes commands.

        A line is named by its id, its number, the ending of its number, or its label; a service or a
        country by its name, its code, or the provider's id, the same everywhere: `GB`, `UK`, `England`,
        `+44` and `United Kingdom` are one country whatever a provider calls it, `wa` and `whatsapp` one
        service. A word that matches several is refused with their ids. Words are separated by blanks;
        quotes and backslashes work as in a shell, only `sql` gets what follows it as it is typed. Lengths
        of time are written `90s`, `10m`, `2h`, `1d`, `1w`, or together, `1h30m`.

        Relative paths start at the current folder. `exit` works like `quit`, `?` like `help`, `ls` and
        `list` like `lines`. A command typed while a manager is starting waits up to a minute for it.

        Commands that cost money show the price and ask first; without a terminal to ask on they refuse
        unless `--yes` is given. The quoted price is the limit: it is sent with the order if the provider
        accepts a limit, and otherwise read again right before the purchase. The amount charged is read
        from the balance and booked; if it is higher, both amounts are reported.

        On a terminal a table fits its width: the least important columns are dropped first, and long
        texts end in `…`. Without a terminal every column is printed, and texts longer than 72 characters
        are cut; `COLUMNS` sets another width.

        If only some of several accounts answer, their answers are printed, the others are named on the
        error output, and the exit code is 1.

        Every command that prints a result takes `--json` (one array of objects, times in RFC 3339 UTC,
        `null` for missing values) and `--csv` (RFC 4180 with the same names in the first row; text that a spreadsheet would
        take for a formula gets an apostrophe in front, phone numbers do not). Text from outside is shown
        with everything that could steer the terminal spelled out, such as `\\u{1b}`.

        | exit code | meaning |
        |---|---|
        | 0 | done |
        | 1 | failed, refused, answered with no, or an account is missing from the answer |
        | 2 | the command line is invalid |
        | 3 | no manager answers |
        | 4 | doubt: a paid call was made and its outcome is unknown |
        | 5 | done, but the provider charged more than agreed; the sentence has both amounts |
        """

    private static func section(of command: any ConsoleCommand.Type) -> String {
        let name = command._commandName
        let configuration = command.configuration
        var parts = ["### \(name)", configuration.abstract]
        parts.append("```\n\(command.usageString(for: command))\n```")
        let (prose, examples) = split(configuration.discussion)
        if !prose.isEmpty { parts.append(prose) }
        if let description = CommandDescription.all[name] {
            let rows = (description.positionals + description.options).filter {
                $0.longName != "--help"
            }
            if !rows.isEmpty { parts.append(rows.map(row(of:)).joined(separator: "\n")) }
        }
        if !examples.isEmpty { parts.append("```\n\(examples)\n```") }
        if !command.fields.isEmpty {
            parts.append("Fields: \(listed(command.fields))")
        }
        if let permission = command.chatPermission {
            parts.append(
                permission == .paid ? "In a chat: with `commands = \"paid\"`." : "In a chat: yes.")
        }
        parts += command.otherFields.map { "Fields \($0.condition): \(listed($0.names))" }
        return parts.joined(separator: "\n\n")
    }

    private static func listed(_ fields: [String]) -> String {
        fields.map { "`\($0)`" }.joined(separator: " ")
    }

    private static func row(of argument: CommandDescription.Argument) -> String {
        let value = argument.valueName.map { "<\($0)>" } ?? ""
        let names = (argument.names ?? []).map(\.text).joined(separator: ", ")
        let form =
            switch argument.kind {
            case "positional": value
            case "option": "\(names) \(value)"
            default: names
            }
        let standard = argument.defaultValue.map { " Without it: \($0)." } ?? ""
        return "- `\(form)`: \(argument.abstract ?? "")\(standard)"
    }

    /// The sentences of a discussion, and its examples without their indentation.
    private static func split(_ discussion: String) -> (prose: String, examples: String) {
        var prose: [Substring] = []
        var examples: [Substring] = []
        for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  ") {
                examples.append(line.dropFirst(2))
            } else if !line.hasPrefix("Example") {
                prose.append(line)
            }
        }
        return (
            String(prose.joined(separator: "\n").trimmed), examples.joined(separator: "\n")
        )
    }
}
