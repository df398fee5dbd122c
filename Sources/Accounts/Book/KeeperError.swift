package import Lines
package import Providers
package import Storage

/// Why the manager did not do what a person asked.
package enum KeeperError: Error, Sendable {
    case noSuchLine(String)
    case ambiguousLine(String, [String])
    case noSuchAccount(String, known: [String])
    /// None of the configured providers offers it.
    case notOffered(Capabilities.Operation, by: [ProviderName])
    case severalAccounts([String])
    case unknown(what: String, name: String, nearest: [String])
    /// A word that means no country in any language known here; the provider has no list of them.
    case noCountry(String)
    /// A word that matches several entries of a catalogue, each given with its id.
    case severalMeant(what: String, name: String, [String])
    /// The same action is waiting or running; `wait` is the time until its next try.
    case scheduled(OpenAction, line: String, wait: Duration?)
    case overLimit(String)
    case dearer(price: Money, agreed: Money)
    case noSuchMessage(Int64)
    case noSuchAction(Int64)
    case noSuchScript(String, known: [String])
    case noSuchChannel(String, known: [String])
    case noCode(String)
    case refused(String)
    case store(StoreError)
}

extension KeeperError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchLine(let text):
            "There is no line \(Self.called(text)). `lines --all` lists them; name one by id, number, "
                + "ending of a number, or label."
        case .ambiguousLine(let text, let names):
            "\(text) matches several lines: \(names.joined(separator: ", ")). Use an id."
        case .noSuchAccount(let name, let known):
            "There is no account \(Self.called(name)). Configured: \(known.joined(separator: ", "))."
        case .notOffered(let operation, let providers):
            Set(providers).sorted { $0.rawValue < $1.rawValue }
                .map { "\($0.title) \(operation.absence)" }.joined(separator: "; ") + "."
        case .severalAccounts(let names):
            "Several accounts are possible: \(names.joined(separator: ", ")). "
                + "Choose one with --account."
        case .unknown(let what, let name, let nearest):
            nearest.isEmpty
                ? "The provider has no \(what) \(Self.called(name)). \(Self.listing(what)) lists "
                    + "them."
                : "The provider has no \(what) \(name). Did you mean "
                    + nearest.joined(separator: " or ") + "?"
        case .noCountry(let word):
            "\(Self.called(word)) names no country. Give its two-letter code or its English name."
        case .severalMeant(let what, let name, let found):
            "\(name) matches several \(what == "country" ? "countries" : what + "s"): "
                + "\(found.joined(separator: ", ")). Use the id in brackets."
        case .scheduled(let action, let line, let wait?):
            "\(action.noun) of line \(line) is already scheduled (action \(action.id), next try "
                + "\(wait.asWait)). Run `actions --drop \(action.id)` to drop it."
        case .scheduled(let action, let line, nil):
            action.state == .doubt
                ? "The outcome of action \(action.id) (\(action.kind.rawValue)) on line \(line) "
                    + "is still unknown. See `doubts`."
                : "\(action.noun) of line \(line) is in progress (action \(action.id))."
        case .overLimit(let text): text
        case .dearer(let price, let agreed):
            "Nothing was bought: the price is now \(price), above the agreed \(agreed)."
        case .noSuchMessage(let id): "There is no message \(id). `inbox` lists them."
        case .noSuchAction(let id): "There is no action \(id). `actions` lists them."
        case .noSuchScript(let name, let known):
            "There is no script \(Self.called(name)). In the folder: "
                + (known.isEmpty ? "none" : known.joined(separator: ", ")) + "."
        case .noSuchChannel(let name, let known):
            "There is no channel \(Self.called(name)). Configured: "
                + (known.isEmpty ? "none" : known.joined(separator: ", ")) + "."
        case .noCode(let line):
            line.isEmpty ? "No code has come yet." : "No code has come on line \(line)."
        case .refused(let text): text
        case .store(let error): error.description
        }
    }

    /// An empty name would leave a hole in the sentence.
    private static func called(_ name: String) -> String {
        name.allSatisfy(\.isWhitespace) ? "without a name" : name
    }

    /// The command that lists the entries of a catalogue.
    private static func listing(_ what: String) -> String {
        switch what {
        case "country": "`offers --countries`"
        case "service": "`offers --services`"
        default: "`offers --rentals`"
        }
    }
}

extension Duration {
    /// `in 28 min`, for a time in the future.
    package var asWait: String {
        let seconds = max(0, wholeSeconds)
        return switch seconds {
        case 0: "now"
        case 1..<60: "in \(seconds) s"
        case 60..<7200: "in \(seconds / 60) min"
        default: "in \(seconds / 3600) h"
        }
    }
}

/// Converts a failed write into an error for the person who asked for it.
package func writing<T>(_ body: () throws(StoreError) -> T) throws(KeeperError) -> T {
    do throws(StoreError) {
        return try body()
    } catch {
        throw .store(error)
    }
}
