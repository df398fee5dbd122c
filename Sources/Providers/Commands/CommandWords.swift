package import Lines

/// The arguments of a provider-specific call, checked against its description.
package struct CommandWords: Equatable, Sendable, ExpressibleByArrayLiteral {
    /// Those without a name, in order.
    package var words: [String]
    private var values: [String: String] = [:]
    private var options: [String: CommandOption] = [:]

    package init(arrayLiteral words: String...) { self.words = words }

    fileprivate init() { words = [] }

    /// - Throws: a sentence about the first fault.
    package init(_ typed: [String], of command: ProviderCommand) throws(CommandFault) {
        self.init()
        for option in command.options { options[option.name] = option }
        for word in typed {
            guard let (option, value) = try named(word, of: command) else {
                words.append(word)
                continue
            }
            guard values[option.name] == nil else {
                throw CommandFault("\(option.name) is given twice.")
            }
            if let fault = option.fault(in: value) {
                throw CommandFault("\(option.name) \(fault).")
            }
            values[option.name] = value
        }
        let least = command.takes.count { !$0.hasPrefix("[") }
        guard (least...command.takes.count).contains(words.count) else {
            throw CommandFault(nil)
        }
    }

    /// The option that a word names; nil for a word without a name. An address may contain `=`.
    private func named(
        _ word: String, of command: ProviderCommand
    ) throws(CommandFault) -> (CommandOption, String)? {
        guard let place = word.firstIndex(of: "="), !command.options.isEmpty else { return nil }
        let name = word[..<place].lowercased()
        guard name.utf8.allSatisfy({ (97...122).contains($0) || $0 == 45 || $0 == 95 }) else {
            return nil
        }
        guard let option = options[name] else {
            let known = command.options.map(\.name).joined(separator: ", ")
            throw CommandFault("There is no \(name) here. There are: \(known).")
        }
        return (option, String(word[word.index(after: place)...]))
    }

    /// The argument at a place; empty if it is left out.
    package subscript(_ place: Int) -> String { place < words.count ? words[place] : "" }

    package func text(_ name: String) -> String? { values[name] }

    package func whole(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    package func flag(_ name: String) -> Bool? { values[name].map { $0.lowercased() == "yes" } }

    package func time(_ name: String) -> Instant? {
        values[name].flatMap { options[name]?.time($0) }
    }

    package func amount(_ name: String) -> Money? {
        values[name].flatMap { options[name]?.amount($0) }
    }

    /// One of an option's words, in the provider's spelling.
    package func word(_ name: String) -> String? {
        guard let text = values[name], case .one(let words)? = options[name]?.form else {
            return nil
        }
        return options[name]?.word(text, of: words)
    }

    package func several(_ name: String) -> [String]? {
        guard let text = values[name], let option = options[name] else { return nil }
        guard case .several(let words) = option.form, !words.isEmpty else {
            return option.parts(text)
        }
        return option.parts(text).compactMap { option.word($0, of: words) }
    }
}

/// What is wrong with the arguments of a provider-specific call.
package struct CommandFault: Error, Equatable, Sendable {
    /// Nil if only their number is wrong: the call's form then says enough.
    package var sentence: String?

    init(_ sentence: String?) { self.sentence = sentence }
}
