/// Names that other programs use for these commands.
enum OtherWords {
    /// Accepted in place of a command's name.
    static let understood: [String: String] = [
        "exit": "quit", "q": "quit", ":q": "quit", "\\q": "quit", "bye": "quit", "logout": "quit",
        "?": "help", "h": "help", "\\?": "help", "list": "lines", "ls": "lines",
    ]

    /// Those that a mistyped word may be compared with: a sign would be close to any other sign.
    static let spelled = understood.keys.filter { $0.count > 1 && $0.allSatisfy(\.isLetter) }
        .sorted()

    /// The process's own commands, which need standard input or a home without a manager.
    static let ofShell: Set<String> = [
        "emulator", "init", "receive", "restore", "serve", "test",
    ]

    /// Not accepted, because they are ambiguous or could cost money: the suggestion instead.
    static let advice: [String: String] = [
        "buy": "order` or `rent", "config": "accounts",
        "countries": "offers --countries", "credit": "balance", "delete": "cancel` or `refund",
        "events": "tail", "failed": "actions --state failed", "find": "search", "grep": "search",
        "history": "actions` or `spend", "log": "tail", "logs": "tail", "messages": "inbox",
        "money": "balance", "msgs": "inbox", "name": "label", "numbers": "lines",
        "prices": "offers", "ps": "lines", "purchase": "order` or `rent",
        "release": "cancel` or `refund", "rename": "label", "renew": "extend",
        "rm": "cancel` or `refund",
        "services": "offers --services", "show": "line` or `message", "sms": "inbox",
        "status": "lines` or `plan", "stop": "quit", "texts": "inbox", "top": "plan",
        "version": "linekeeper --version", "watch": "tail",
    ]
}
