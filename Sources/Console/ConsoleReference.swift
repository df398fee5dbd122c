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

        The same commands are understood in three places:

        - at the prompt of `linekeeper`, with history, Tab completion and, after `tail`, events above the
          line being typed;
        - as lines of an input that is no terminal, such as `linekeeper < commands.txt`: blank lines and
          lines beginning with `#` are skipped, a command that fails does not keep the next from running,
          and the exit code is that of the last one that failed;
        - from the shell, once: `linekeeper lines --json`.

        A line is named by its id, its number, the ending of its number, or its label; a service or a
        country by its name, its code, or the provider's id, the same everywhere: `GB`, `UK`, `England`,
        `+44` and `United Kingdom` are one country whatever a provider calls it, `wa` and `whatsapp` one
        service. A word that could mean several is refused with their ids. Words are separated by blanks;
        quotes and backslashes work as in a shell, only `sql` gets what follows it as it is typed. Lengths
        of time are written `90s`, `10m`, `2h`, `1d`, `1w`, or together, `1h30m`.

        Paths are meant from where you stand. `exit` is understood for `quit`, `?` for `help`, `ls` and
        `list` for `lines`. A command typed while a manager is starting waits for it, a minute at most.

        Commands that cost money say what they will cost and ask first; where nobody is there to answer
        they refuse unless `--yes` is given. The price that was shown is the most that is asked for: it
        goes with the order where a provider takes a limit, is asked for once more right before where it
        takes none, and what was taken in the end is read from the balance, booked, and told with both
        figures where it is more.

        On a terminal a table fits its width: columns that matter less go first, long texts end in `…`.
        Where the output is no terminal every column is there, and texts longer than 72 characters are
        cut; `COLUMNS` sets another width.

        What is asked of several accounts is answered by those that can: the others are named on the error
        output, and the exit code is 1.

        Every command that answers takes `--json` (one array of objects, times in RFC 3339 UTC, what is
        missing is `null`) and `--csv` (RFC 4180 with the same names in the first row; text that a spreadsheet would
        take for a formula gets an apostrophe in front, phone numbers do not). Text from outside is shown
        with everything that could steer the terminal spelled out, such as `\\u{1b}`.

        | exit code | meaning |
        |---|---|
        | 0 | done |
        | 1 | failed, refused, answered with no, or an account is missing from the answer |
        | 2 | the command line makes no sense |
        | 3 | no manager answers |
        | 4 | doubt: a paid call was made and its outcome is unknown |
        | 5 | done, but the provider took more than was agreed to; the sentence has both figures |
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
