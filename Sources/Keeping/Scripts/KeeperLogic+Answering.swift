import Accounts
import Lines
import Providers
import Scripting
import Storage

/// Answers questions of running scripts.
extension KeeperLogic {
    /// The most rows in one answer.
    private static let mostRows = 500

    func answer(_ query: ScriptQuery) -> Result<ScriptValue, ScriptQueryError> {
        switch query {
        case .lines(let fields): lines(matching: fields)
        case .messages(let fields): messages(matching: fields)
        case .spend(let fields): spend(fields)
        case .balance(let fields): balance(fields)
        case .offers(let fields): offers(fields)
        case .extensionPrice(let fields): extensionPrice(fields)
        case .plan(let fields): plan(fields)
        case .test: .failure(ScriptQueryError("Only tests of scripts have such steps."))
        }
    }

    private func lines(
        matching fields: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        func matches(_ name: String, _ value: String?) -> Bool {
            fields[name]?.text.map { $0 == value } ?? true
        }
        if let fault = fault(ofAccount: fields) ?? fault(ofNames: fields) {
            return .failure(fault)
        }
        var one: Line?
        if let reference = fields["line"] {
            guard let line = line(meantBy: reference) else { return .failure(.noLine) }
            one = line
        }
        let meanings = Dictionary(
            uniqueKeysWithValues: books.keys.map { ($0, meaning(of: fields, on: $0)) })
        let found = allLines().filter { line in
            (one != nil || fields["state"] != nil || !line.state.isEnded)
                && (one == nil || one?.id == line.id)
                && matches("state", line.shownState) && matches("kind", line.kind.rawValue)
                && matches("account", line.account)
                && (meanings[line.account]?(line) ?? true)
                && matches("provider", line.provider.rawValue)
                && (fields["tag"]?.text.map { line.tags.contains($0) } ?? true)
        }.prefix(limit(fields, or: Self.mostRows))
        return .success(.array(found.map { ScriptValue($0) }))
    }

    /// Countries and services have the same names here as in the console; each account has its own
    /// words for them.
    private func meaning(
        of fields: [String: ScriptValue], on account: String
    ) -> (Line) -> Bool {
        let catalogue = catalogue(of: account)
        let country = fields["country"]?.text.map { catalogue.meaning(ofCountry: $0) }
        let service = fields["service"]?.text.map { catalogue.meaning(ofService: $0) }
        return { (country?($0.country) ?? true) && (service?($0.service) ?? true) }
    }

    /// What is wrong with the service or country that a question names: nobody knows it, and it is
    /// close to a name that somebody knows.
    private func fault(ofNames fields: [String: ScriptValue]) -> ScriptQueryError? {
        let (lines, catalogues) = (allLines(), books.keys.map { catalogue(of: $0) })
        func isMissing(_ means: (Catalogue) -> (String?) -> Bool, _ name: (Line) -> String?) -> Bool
        {
            !catalogues.contains { lines.map(name).contains(where: means($0)) }
        }
        if let word = fields["service"]?.text, !ServiceNames.isKnown(word),
            !catalogues.contains(where: { (try? $0.service(word)) != nil }),
            isMissing({ $0.meaning(ofService: word) }, \.service)
        {
            let names = catalogues.flatMap { $0.services.map(\.name) } + lines.compactMap(\.service)
            return .misspelt("service", word, among: names)
        }
        if let word = fields["country"]?.text, CountryCodes.codes(of: word).isEmpty,
            !catalogues.contains(where: { (try? $0.country(word)) != nil }),
            isMissing({ $0.meaning(ofCountry: word) }, \.country)
        {
            let names =
                catalogues.flatMap { $0.countries.map(\.name) } + lines.compactMap(\.country)
            return .misspelt("country", word, among: names)
        }
        return nil
    }

    private func messages(
        matching fields: [String: ScriptValue]
    ) -> Result<ScriptValue, ScriptQueryError> {
        var filter = disk.filter()
        if let reference = fields["line"] {
            guard let line = line(meantBy: reference) else { return .failure(.noLine) }
            filter.line = line.id
        }
        filter.sender = fields["sender"]?.text
        filter.route = fields["route"]?.text
        filter.tag = fields["tag"]?.text
        do throws(SearchQuery.Failure) {
            if let words = fields["search"]?.text { filter.search = try SearchQuery(words) }
        } catch {
            return .failure(ScriptQueryError(error.description))
        }
        filter.since = instant(fields["since"])
        filter.before = instant(fields["before"])
        filter.limit = limit(fields, or: 100)
        do throws(StoreError) {
            let found = try disk.messages(filter)
            return .success(.array(found.map { ScriptValue($0, on: line($0.line)) }))
        } catch {
            return .failure(ScriptQueryError(error.description))
        }
    }

    func line(meantBy reference: ScriptValue) -> Line? {
        switch reference {
        case .integer(let id): line(id)
        case .string(let name): try? line(name)
        default: reference["id"]?.whole.flatMap { line($0) }
        }
    }

    func instant(_ value: ScriptValue?) -> Instant? {
        value?.real.map { Instant(fractionalUnixSeconds: $0) }
    }

    func limit(_ fields: [String: ScriptValue], or most: Int) -> Int {
        min(max(fields["limit"]?.whole.map { Int(clamping: $0) } ?? most, 0), 500)
    }
}
