import ArgumentParser
import Control

/// `resend`: asks for another code on the same number.
struct ResendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend", abstract: "Wait for another code on the same number.",
        discussion: """
            Where the provider charges for it, says what it will cost and asks first.

            Example:
              resend 7
            """)

    @Argument(help: "The line: id, number, ending of the number, or label.")
    var line: String

    @Flag(name: .shortAndLong, help: "Do it without asking.")
    var yes = false

    func run(in session: Session) async throws {
        let record = try await session.ask(ShowLine(line: line)).line
        var order = ActOnLine(kind: "resend", line: String(record.id))
        if let price = record.resendPrice {
            let consent = Consent(session: session, isGiven: yes)
            try consent.mustBePossible()
            let account = try await session.account(record.account)
            let amount = record.currency.map { "\(price) \($0)" } ?? price
            let balance = account.map(\.shownBalance).flatMap { $0.isEmpty ? nil : $0 }
            await session.terminal.remark(
                "Another code on \(record.spokenName) costs \(amount)\(balance.map { "; the balance is \($0)" } ?? "")."
            )
            try await consent.toGoAhead("Buy it?", otherwise: "Nothing was bought.")
            order.maxPrice = price
        }
        try await Outcome(session: session).tell(try await session.ask(order))
    }
}

extension Session {
    fileprivate func account(_ name: String) async throws -> AccountRecord? {
        var request = ListAccounts()
        request.account = name
        return try await ask(request).first
    }
}
