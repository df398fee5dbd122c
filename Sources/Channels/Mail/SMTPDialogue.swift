/// What a mail server was told and what it answered (RFC 5321), as libcurl reports it line by line.
///
/// Logins are counted, never kept.
struct SMTPDialogue: Sendable, Equatable {
    enum Command: Sendable, Equatable {
        case greeting, hello, startTLS, login, sender, data, end, quit, other
        case recipient(String)
    }

    struct Reply: Sendable, Equatable {
        let code: Int
        /// All its lines, without codes.
        let text: String

        var isPositive: Bool { (200...399).contains(code) }
        /// Whether another try may succeed.
        var isTemporary: Bool { (400...499).contains(code) }
    }

    struct Exchange: Sendable, Equatable {
        let command: Command
        var reply: Reply?
    }

    /// More than any submission needs; a server that never stops answering is not listened to.
    private static let most = 1000
    private static let longestReply = 1000

    private(set) var exchanges: [Exchange] = []
    /// The lines of an answer that is not complete.
    private var begun = ""

    mutating func sent(_ bytes: some Sequence<UInt8>) {
        guard exchanges.count < Self.most else { return }
        let line = String(decoding: Array(bytes), as: UTF8.self)
        let words = line.split { $0.isWhitespace || $0 == ":" }
        let command: Command =
            switch words.first?.uppercased() {
            case "EHLO", "HELO": .hello
            case "STARTTLS": .startTLS
            case "AUTH": .login
            case "MAIL": .sender
            case "RCPT": .recipient(Self.address(in: line))
            case "DATA": .data
            case "QUIT": .quit
            // The steps of a login are lines without a command.
            default: exchanges.last?.command == .login ? .login : .other
            }
        exchanges.append(Exchange(command: command))
    }

    mutating func heard(_ bytes: some Sequence<UInt8>) {
        let line = String(decoding: Array(bytes), as: UTF8.self)
        guard let code = Int(line.prefix(3)), exchanges.count < Self.most else { return }
        let rest = line.dropFirst(3)
        if begun.utf8.count < Self.longestReply {
            let text = String(rest.dropFirst()).plainLine(limit: 300)
            begun += (begun.isEmpty || text.isEmpty ? "" : " ") + text
        }
        guard !rest.hasPrefix("-") else { return }
        answer(Reply(code: code, text: begun))
        begun = ""
    }

    private mutating func answer(_ reply: Reply) {
        if let last = exchanges.last, last.reply == nil {
            exchanges[exchanges.count - 1].reply = reply
        } else {
            // Neither the greeting nor the end of the message follows a command.
            exchanges.append(Exchange(command: exchanges.isEmpty ? .greeting : .end, reply: reply))
        }
    }

    private static func address(in line: String) -> String {
        guard let start = line.firstIndex(of: "<"), let end = line.lastIndex(of: ">"), start < end
        else { return "" }
        return String(line[line.index(after: start)..<end])
    }
}

extension SMTPDialogue {
    /// Whether the server said anything at all.
    var hasBegun: Bool { !exchanges.isEmpty }

    /// Whether the message went out, at least in part.
    var hasSentMessage: Bool {
        exchanges.contains { $0.command == .data && $0.reply?.isPositive == true }
    }

    /// The answer to the whole message, if it is positive: the server has it.
    var acceptance: Reply? {
        exchanges.first { $0.command == .end && $0.reply?.isPositive == true }?.reply
    }

    /// The refusal at which it ended.
    var refusal: Exchange? {
        guard let last = exchanges.last(where: { $0.reply != nil && $0.command != .quit }),
            last.reply?.isPositive == false
        else { return nil }
        return last
    }

    /// The recipients and what the server answered for each.
    var recipients: [(address: String, reply: Reply)] {
        exchanges.compactMap { exchange in
            guard case .recipient(let address) = exchange.command else { return nil }
            return exchange.reply.map { (address, $0) }
        }
    }
}
