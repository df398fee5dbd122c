/// Checks the orders of people and scripts against the calls to the provider.
extension StoredRecords {
    private static let paid = [
        "order": "purchase/sms", "rent": "purchase/rental", "extend": "rental/extend",
        "refund": "rental/refund", "cancel": "sms/cancel", "resend": "sms/resend",
    ]

    /// No paid call was made twice, none was made that nobody asked for, and what somebody was told
    /// is true.
    func calls(_ requests: [String: Int], _ userCommands: [UserCommand]) -> [String] {
        Self.paid.sorted { $0.key < $1.key }.flatMap { kind, endpoint -> [String] in
            let acts = actions.filter { $0.kind == kind }
            var wrong: [String] = []
            let asked = requests[endpoint] ?? 0
            // Each try is written down before it is made.
            let tries = acts.map(\.attempts).reduce(0, +)
            if asked > tries {
                wrong.append("\(kind) was called \(asked) times and written down \(tries) times")
            }
            let byPeople = acts.filter { $0.origin == "console" }
            let given = userCommands.filter { $0.kind == kind }
            let mayBe = given.filter { $0.answer != .refused }.count
            let accepted = given.filter { $0.answer == .accepted }.count
            let done = byPeople.filter { $0.state == "done" }.count
            if done > mayBe {
                wrong.append(
                    "\(kind) was done \(done) times, \(mayBe) commands could have meant it")
            }
            if byPeople.count < accepted {
                wrong.append(
                    "\(kind) was accepted \(accepted) times and written down \(byPeople.count) times"
                )
            }
            return wrong
        } + promises(userCommands) + charges()
    }

    /// A person has the number they were told they bought.
    private func promises(_ userCommands: [UserCommand]) -> [String] {
        userCommands.compactMap { command in
            guard let id = command.line, let number = command.number else { return nil }
            let isKept = lines.contains { $0.id == id && $0.number == number }
            return isKept ? nil : "\(command.description): line \(id) with \(number) is not here"
        }
    }

    /// Each action is charged for once.
    private func charges() -> [String] {
        let counts = ledger.filter { $0.kind == "charge" }.compactMap(\.action).counts
        return counts.filter { $0.value > 1 }.keys.sorted().map {
            "action \($0) was charged for \(counts[$0] ?? 0) times"
        }
    }
}
