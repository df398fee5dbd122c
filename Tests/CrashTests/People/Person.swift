import Foundation
import Randomness
import TestSupport

/// A person who enters commands at the built program's console and remembers the answers.
struct Person: Sendable {
    let stage: Stage
    let name: String
    let seed: UInt64

    /// The commands of one run, most of which cost money.
    private static let shopping: [[String]] = [
        ["order", "WhatsApp", "GB"], ["order", "Telegram", "US"], ["order", "Google", "US"],
        ["rent", "24", "7"], ["rent", "7", "7"], ["rent", "2", "7"], ["rent", "3", "1"],
    ]

    /// A fixed list of commands that contains every kind of paid call.
    private static let errands: [[String]] = [
        ["order", "WhatsApp", "GB"], ["rent", "24", "7"], ["order", "Telegram", "US"],
        ["extend", "rental", "7"], ["rent", "7", "7"], ["refund", "rental"],
        ["resend", "activation"], ["label", "rental", "bank"], ["cancel", "activation"], ["code"],
    ]

    func run(commands: Int, isFixed: Bool) async throws -> [UserCommand] {
        var random = SeededRandom(seed: seed, for: name)
        var userCommands: [UserCommand] = []
        for index in 0..<commands {
            let request = isFixed ? Self.errands[index % Self.errands.count] : draw(&random)
            let words = choose(request, userCommands, &random)
            let command = try await give(words, log: "\(stage.folder)/\(name)-\(index)")
            userCommands.append(command)
            try? await Task.sleep(for: .milliseconds(random.number(in: 0...150)))
            // A manager that is gone is not asked again before it is back.
            if command.code == 3 {
                _ = await holds(within: .seconds(60)) { await stage.isManagerServing }
            }
        }
        return userCommands
    }

    private func draw(_ random: inout SeededRandom) -> [String] {
        switch random.number(in: 1...10) {
        case 1...5: random.element(of: Self.shopping)
        case 6: ["extend", "rental", "7"]
        case 7: ["refund", "rental"]
        case 8: ["cancel", "activation"]
        case 9: ["resend", "activation"]
        default: random.element(of: [["label", "rental", name], ["code"], ["wake", "rental"]])
        }
    }

    /// Puts a line in the place of its kind: mostly one this person was told of, else any.
    private func choose(
        _ request: [String], _ userCommands: [UserCommand], _ random: inout SeededRandom
    ) -> [String] {
        request.map { word in
            guard word == "rental" || word == "activation" else { return word }
            let bought = word == "rental" ? "rent" : "order"
            let known = userCommands.filter { $0.kind == bought }.compactMap(\.line)
            let line =
                known.isEmpty || random.chance(percent: 15)
                ? Int64(random.number(in: 1...6)) : random.element(of: known)
            return String(line)
        }
    }

    private func give(_ words: [String], log: String) async throws -> UserCommand {
        let kind = words[0]
        var arguments = words + ["--home", stage.home]
        if ["order", "rent", "extend", "refund", "cancel", "resend"].contains(kind) {
            arguments.append("--yes")
        }
        let isPurchase = ["order", "rent"].contains(kind)
        if isPurchase { arguments.append("--json") }
        let process = try TestProcess(arguments, log: log)
        guard await process.ends(within: .seconds(180)) else {
            throw Trouble("\(words) is not answered")
        }
        let complaint = process.complaint
        let answer: UserCommand.Answer =
            switch process.code {
            case 0: .accepted
            case 3 where complaint.contains("may have been carried out"): .unknown
            case 1, 2, 3: .refused
            default: .unknown
            }
        var command = UserCommand(
            kind: kind, words: words, answer: answer, code: process.code,
            said: complaint.split(separator: "\n").last.map(String.init) ?? "")
        if isPurchase, answer == .accepted {
            struct Line: Decodable {
                var id: Int64
                var number: String?
            }
            let line = try? JSONDecoder().decode([Line].self, from: Data(process.text.utf8)).first
            command.line = line?.id
            command.number = line?.number
        }
        return command
    }
}
