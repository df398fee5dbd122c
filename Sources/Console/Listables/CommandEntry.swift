import ArgumentParser

/// A command in the list printed by `help`.
struct CommandEntry: Sendable {
    var name: String
    var group: String
    var abstract: String
    var usage: String

    init(command: any ParsableCommand.Type, group: String) {
        name = command._commandName
        self.group = group
        abstract = command.configuration.abstract
        usage = command.usageString(for: command)
    }
}

extension CommandList {
    static let entries = groups.flatMap { group in
        group.commands.map { CommandEntry(command: $0, group: group.name) }
    }
}

extension CommandEntry: Listable {
    static let nothing: SafeText = "No commands."

    static let columns: [Column<CommandEntry>] = [
        Column("name", "NAME") { .text($0.name) },
        Column("group", "GROUP") { .text($0.group) },
        Column("abstract", "PURPOSE", least: 24) { .text($0.abstract) },
        Column("usage", "USAGE", least: 24) { .text($0.usage) },
    ]
}
