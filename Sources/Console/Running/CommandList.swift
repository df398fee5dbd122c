package import ArgumentParser

/// Every command, listed once.
package enum CommandList {
    /// Related commands, in the order shown by help.
    package struct Group: Sendable {
        package let name: String
        package let commands: [any ConsoleCommand.Type]
    }

    package static let groups: [Group] = [
        Group(
            name: "Line",
            commands: [
                LinesCommand.self, LineCommand.self, OffersCommand.self, RentCommand.self,
                OrderCommand.self, CodeCommand.self, WakeCommand.self, ExtendCommand.self,
                RefundCommand.self, CancelCommand.self, ResendCommand.self, AgainCommand.self,
                SwapCommand.self, FinishCommand.self, ResetCommand.self, LabelCommand.self,
                TagCommand.self, AdoptCommand.self,
            ]),
        Group(
            name: "Message",
            commands: [
                InboxCommand.self, MessageCommand.self, SearchCommand.self, ExplainCommand.self,
                CodesCommand.self,
            ]),
        Group(
            name: "Work",
            commands: [
                PlanCommand.self, ActionsCommand.self, RetryCommand.self, DoubtsCommand.self,
            ]),
        Group(
            name: "Script",
            commands: [ScriptsCommand.self, ScriptCommand.self, LuaCommand.self]),
        Group(
            name: "Forwarding",
            commands: [ChannelsCommand.self, RoutesCommand.self, AlertsCommand.self]),
        Group(
            name: "Account",
            commands: [
                AccountsCommand.self, BalanceCommand.self, SpendCommand.self, WebhooksCommand.self,
                AskCommand.self,
            ]),
        Group(
            name: "General",
            commands: [
                TailCommand.self, SQLCommand.self, BackupCommand.self, HelpCommand.self,
                QuitCommand.self,
            ]),
    ]

    package static let all = groups.flatMap(\.commands)

    /// The commands available in a shell: `help` is the parser's own there, and there is nothing to
    /// quit.
    package static let subcommandGroups: [CommandGroup] = groups.map { group in
        CommandGroup(
            name: group.name,
            subcommands: group.commands.filter {
                $0 != HelpCommand.self && $0 != QuitCommand.self
            })
    }

    /// The words after a command's name as its parser understands them: values that begin with a
    /// hyphen are not options.
    package static func binding(
        _ words: [String], to command: any ParsableCommand.Type
    ) -> [String] {
        CommandDescription(of: command)?.bindingValues(words) ?? words
    }

    /// The command with a name or one of its aliases.
    package static func command(named name: String) -> (any ConsoleCommand.Type)? {
        let meant = OtherWords.understood[name] ?? name
        return all.first { $0._commandName == meant }
    }

    /// The message about a word that is not a command.
    package static func absence(of word: String, help: String = "help") -> String {
        guard !word.allSatisfy(\.isWhitespace) else {
            return "There is no command without a name. `\(help)` lists all of them."
        }
        guard !OtherWords.ofShell.contains(word) else {
            return "`\(word)` is a command of the shell: see `linekeeper \(word) --help` there."
        }
        let near =
            OtherWords.advice[word]
            ?? NearestName.of(word, among: names + OtherWords.spelled)
        let advice = near.map { " Did you mean `\($0)`?" } ?? ""
        return "There is no command \(word).\(advice) `\(help)` lists all of them."
    }

    package static var names: [String] { all.map { $0._commandName } }
}
