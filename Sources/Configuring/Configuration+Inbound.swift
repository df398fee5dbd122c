import Lines
import Providers
import Transport

/// Decodes accounts of the person's own numbers, whose keys have little in common with those of
/// providers.
extension Configuration {
    static func inboundAccount(
        named name: String, _ node: inout ConfigurationNode
    ) throws(ConfigurationError) -> AccountSettings {
        let key = try node.key("key")
        var account = AccountSettings(name: name, provider: .inbound, key: key ?? Secret(""))
        account.adopts = false
        var inbound = InboundSettings()
        inbound.dialect = try node.choice("dialect", of: InboundDialect.self)
        if let dialect = inbound.dialect, key == nil {
            throw node.missing(
                "key", "\(dialect.rawValue) signs what it posts; give its \(dialect.keyName)")
        }
        if let key, let fault = (inbound.dialect ?? .linekeeper).fault(ofKey: key) {
            throw node.fault(node.path + ["key"], fault)
        }
        guard var lines = try node.table("lines"), !lines.names.isEmpty else {
            throw node.missing(
                "lines", "name your numbers, as lines = { home = \"+4915112345678\" }")
        }
        for name in try lines.chosenNames(of: "a line") {
            let line = try line(named: name, &lines)
            if let twin = inbound.lines.first(where: { $0.number == line.number }) {
                throw lines.fault(
                    lines.path + [name], "\(twin.name) already has the number \(line.number)")
            }
            inbound.lines.append(line)
        }
        account.inbound = inbound
        return account
    }

    private static func line(
        named name: String, _ table: inout ConfigurationNode
    ) throws(ConfigurationError) -> OwnLine {
        guard !name.contains("/") else {
            throw table.fault(table.path + [name], "the name of a line must not contain a /")
        }
        if table.holdsText(name), let text = try table.text(name) {
            return OwnLine(name: name, number: try number(text, table.path + [name], table))
        }
        guard var node = try table.table(name) else {
            throw table.missing(name, "give its number")
        }
        guard let text = try node.text("number") else {
            throw node.missing("number", "give it as number = \"+4915112345678\"")
        }
        var line = OwnLine(name: name, number: try number(text, node.path + ["number"], node))
        let format = try node.choice("format", of: MessageFolder.Format.self)
        if let path = try node.text("folder") {
            guard let format else {
                throw node.missing(
                    "format",
                    "say which program fills the folder, as format = \"gammu\" or \"smstools\"")
            }
            line.folder = MessageFolder(path: path, format: format)
        } else if format != nil {
            throw node.missing("folder", "say which folder is meant by format")
        }
        try node.close()
        return line
    }

    private static func number(
        _ text: String, _ path: [String], _ node: ConfigurationNode
    ) throws(ConfigurationError) -> String {
        guard text.hasPrefix("+"), let number = PhoneNumber.international(text) else {
            throw node.fault(path, "must be a number with its country, such as \"+4915112345678\"")
        }
        return number
    }
}

extension Configuration {
    /// A signature that covers the public address can only be checked if that address is known.
    func checkReceiver(_ root: ConfigurationNode) throws(ConfigurationError) {
        for account in accounts where account.inbound?.dialect?.signsAddress == true {
            guard push?.url == nil else { continue }
            throw root.fault(
                ["accounts", account.name],
                "\(account.inbound?.dialect?.rawValue ?? "") signs the address it posts to; give it "
                    + "as push = { listen = \"127.0.0.1:8077\", url = \"https://...\" }")
        }
    }
}
