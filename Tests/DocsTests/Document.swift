import Foundation

/// A Markdown document, read for what a test wants to know of it.
struct Document {
    /// In the checkout, such as `docs/scripts.md`.
    let path: String
    let text: String

    /// The text with the printed part replaced; nil where there is no place for one.
    func replacingPrinted(by printed: String) -> String? {
        guard let begin = text.firstRange(of: /<!-- Printed by [^>]*-->\n\n/),
            let end = text.firstRange(of: "\n<!-- Printed until here. -->"),
            begin.upperBound <= end.lowerBound
        else { return nil }
        return text[..<begin.upperBound] + printed + text[end.lowerBound...]
    }

    /// Links to other files and places of the checkout, as they are written.
    var relativeLinks: [String] {
        prose.matches(of: /\]\(([^)\s]+)\)/).map { String($0.output.1) }
            .filter { !$0.contains("://") }
    }

    /// What a link can name behind its `#`: the headings as they are turned into anchors.
    var anchors: Set<String> {
        Set(
            prose.matches(of: /(?m)^#+ (.+)$/).map { heading in
                heading.output.1.lowercased().filter {
                    $0.isLetter || $0.isNumber || "-_ ".contains($0)
                }.replacing(" ", with: "-")
            })
    }

    /// Swift files that the prose names, such as `Lines/Plan.swift` in backquotes.
    var namedSources: [String] {
        prose.matches(of: /`([A-Za-z0-9_+\/]+\/[A-Za-z0-9_+]+\.swift)`/).map {
            String($0.output.1)
        }
    }

    /// Words that stand behind a prompt or behind `linekeeper` in a block of code.
    var typedCommands: [String] {
        let lines = blocks.flatMap { $0.split(separator: "\n") }
        let atPrompt = lines.compactMap { line in
            line.firstMatch(of: /^(?:practice|linekeeper)> ([a-z]+)/).map { String($0.output.1) }
        }
        let inShell = lines.flatMap { line in
            line.matches(of: /(?:^|[ |\/])linekeeper(?: --home \S+)? ([a-z]+)/).map {
                String($0.output.1)
            }
        }
        return atPrompt + inShell
    }

    /// The transitions of each state diagram, in the order of the document.
    var diagrams: [Set<Transition>] {
        blocks.filter { $0.hasPrefix("stateDiagram") }.map { diagram in
            Set(
                diagram.matches(of: /(?m)^ *(\w+) --> (\w+) :/).map {
                    Transition(from: String($0.output.1), to: String($0.output.2))
                })
        }
    }

    private var blocks: [String] {
        text.matches(of: /(?s)```[a-z]*\n(.*?)```/).map { String($0.output.1) }
    }

    private var prose: String { text.replacing(/(?s)```.*?```/, with: "") }
}

/// An arrow of a state diagram.
struct Transition: Hashable, CustomStringConvertible {
    let from: String
    let to: String

    var description: String { "\(from) --> \(to)" }
}
