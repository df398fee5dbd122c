import Control

/// Finds the completions of the word at the cursor.
///
/// Commands and options come from their definitions; a value is completed according to its name in
/// the definition (`<line>`, `<service>`, ...), with words from the manager. Files are looked up
/// relative to the person's working directory.
struct Completer: Sendable {
    let link: any ControlLink
    let folder: WorkingFolder

    /// Names of values for which the manager has words.
    private static let live: Set<String> = [
        "line", "script", "channel", "route", "account", "service", "country", "offer", "message",
        "action", "webhook", "pool", "call",
    ]

    func complete(_ line: String) async -> Completion {
        let partial = WordSplitter.partial(line)
        let words = await words(after: partial.words, beginning: partial.last)
        // A word that would need escaping does not belong on a command line.
        let harmless = words.filter { Escaping.visible($0) == $0 }
        return Completion(
            replacing: partial.lastLength, words: harmless.map(WordSplitter.quoted))
    }

    private func words(after words: [String], beginning prefix: String) async -> [String] {
        guard let name = words.first else { return matching(CommandList.names, prefix) }
        if name == "help" { return words.count == 1 ? matching(CommandList.names, prefix) : [] }
        guard let description = CommandDescription.all[name] else { return [] }
        let given = words.dropFirst()
        if let last = given.last, let option = option(named: last, in: description) {
            if option.kind == "option" {
                return await values(
                    of: option, beginning: prefix, for: name,
                    about: positionals(in: given, of: description).words)
            }
        }
        if prefix.hasPrefix("-") {
            let names = description.options.compactMap(\.longName).filter { !given.contains($0) }
            return matching(names.sorted(), prefix)
        }
        guard let argument = positional(after: given, in: description) else { return [] }
        return await values(
            of: argument, beginning: prefix, for: name,
            about: positionals(in: given, of: description).words)
    }

    /// The positional argument that the next word is, given the words before it.
    private func positional(
        after words: ArraySlice<String>, in description: CommandDescription
    ) -> CommandDescription.Argument? {
        let given = positionals(in: words, of: description)
        guard !given.isInOption else { return nil }
        let positionals = description.positionals
        if given.words.count < positionals.count { return positionals[given.words.count] }
        return positionals.last.flatMap { $0.isRepeating ? $0 : nil }
    }

    /// The words that are no options and no values of options, and whether the next word is such a
    /// value.
    private func positionals(
        in words: ArraySlice<String>, of description: CommandDescription
    ) -> (words: [String], isInOption: Bool) {
        var found: [String] = []
        var isValue = false
        for word in words {
            if isValue {
                isValue = false
            } else if word.hasPrefix("-") {
                isValue = option(named: word, in: description)?.kind == "option"
            } else {
                found.append(word)
            }
        }
        return (found, isValue)
    }

    private func option(named name: String, in description: CommandDescription)
        -> CommandDescription.Argument?
    {
        description.options.first { $0.names?.contains { $0.text == name } ?? false }
    }

    private func values(
        of argument: CommandDescription.Argument, beginning prefix: String, for command: String,
        about given: [String] = []
    ) async -> [String] {
        if let all = argument.allValues { return matching(all, prefix) }
        if argument.isFile { return folder.paths(beginning: prefix) }
        guard let kind = argument.valueName, Completer.live.contains(kind) else { return [] }
        // A script may be outside the scripts folder.
        if kind == "script", prefix.contains("/") { return folder.paths(beginning: prefix) }
        var request = Complete(kind: kind, prefix: prefix, command: command)
        if kind == "pool" || kind == "call" { request.about = given }
        let live = (try? await link.ask(request)) ?? []
        return live + matching(argument.otherWords, prefix)
    }

    private func matching(_ names: [String], _ prefix: String) -> [String] {
        names.filter { $0.hasPrefix(prefix) }
    }
}
