import Foundation
import TestSupport

/// Checks the decisions of scripts and their effects.
extension StoredRecords {
    /// Every message was run through every script once, and the scripts' own counts equal the
    /// number of successful runs.
    ///
    /// - Parameter workerKills: how often the worker was killed. A run is then repeated, and given
    ///   up if it is hit again.
    func decisions(workerKills: Int) -> [String] {
        let onMessage = runs.filter { $0.handler == "on_message" }
        var wrong = [Home.counting, Home.forwarding, Home.acting].flatMap { script in
            let here = onMessage.filter { $0.script == script }.compactMap(\.message).counts
            let there = messages.map(\.id).counts
            return mismatches(here, there) { id, times, _ in
                "\(script) ran \(times) times on message \(id)"
            }
        }
        let failed = runs.filter { $0.outcome == "failed" }
        let cutOff = !failed.isEmpty && failed.count * 2 <= workerKills
        if !cutOff { wrong += failed.map { "\($0.script) failed in \($0.handler)" } }
        func completed(_ script: String, _ handler: String) -> [Run] {
            runs.filter {
                $0.script == script && $0.handler == handler && $0.outcome == "completed"
            }
        }
        let counted = completed(Home.counting, "on_message").compactMap(\.message)
        wrong += remembers(Home.counting, "messages", Int64(counted.count))
        wrong += remembers(Home.counting, "ids", counted.reduce(0, +))
        let events = completed(Home.counting, "on_line").count
        wrong += remembers(Home.counting, "events", Int64(events))
        let results = completed(Home.forwarding, "on_action").count
        wrong += remembers(Home.forwarding, "told", Int64(results))
        let timers = completed(Home.acting, "on_timer").count
        wrong += remembers(Home.acting, "fired", Int64(timers))
        if !cutOff {
            wrong += amount("events of lines", events, told.filter { $0 == "line" }.count)
            let ended = actions.filter { $0.origin == Home.forwarding && $0.state == "done" }.count
            wrong += amount("ends of forwards", results, ended)
            wrong += amount("reminders", reminders.count, requests(.remind).count)
        }
        return wrong + forwardsOfMessages()
    }

    private func amount(_ what: String, _ here: Int, _ there: Int) -> [String] {
        here == there ? [] : ["scripts were told of \(here) \(what), there were \(there)"]
    }

    private func remembers(_ script: String, _ key: String, _ number: Int64) -> [String] {
        let text = memory["\(script).\(key)"] ?? "0"
        guard Double(text) != Double(number) else { return [] }
        return ["\(script) remembers \(text) \(key), it completed \(number)"]
    }

    private var reminders: [Action] {
        forwards.filter { $0.origin == Home.acting && $0.channel == "desk" }
    }

    private func requests(_ request: Home.Request) -> [Message] {
        messages.filter { $0.text.hasPrefix(request.rawValue + " ") }
    }

    /// The forwards of messages: by route to both channels, and the code to one.
    private func forwardsOfMessages() -> [String] {
        let ran = Set(
            runs.filter {
                $0.script == Home.forwarding && $0.handler == "on_message"
                    && $0.outcome == "completed"
            }.compactMap(\.message))
        let ofMessages = Dictionary(
            grouping: forwards.filter { $0.message != nil && $0.origin == Home.forwarding },
            by: { $0.message ?? 0 })
        return messages.flatMap { message -> [String] in
            let channels = (ofMessages[message.id] ?? []).compactMap(\.channel).counts
            let expected = ran.contains(message.id) ? ["desk": 1, "log": 2] : [:]
            return mismatches(channels, expected) {
                "message \(message.id) is forwarded \($1) times to \($0), not \($2) times"
            }
        }
    }

    /// Every forward arrived at least once, and always under its own id.
    ///
    /// - Parameter torn: how many lines of the file may be cut off: a line that was being written
    ///   when the manager was killed stays as it is, and is written again below.
    func deliveries(torn: Int) -> [String] {
        struct Document: Decodable {
            struct Message: Decodable { var id: Int64 }
            var id: String
            var message: Message?
        }
        var arrived: [String: [String: Set<Int64?>]] = ["log": [:], "desk": [:]]
        var wrong: [String] = []
        func take(_ channel: String, _ text: String, header: String? = nil) {
            guard let document = try? JSONDecoder().decode(Document.self, from: Data(text.utf8))
            else { return wrong.append("\(channel) was sent something unreadable: \(text)") }
            if let header, header != document.id {
                wrong.append("the header says \(header), the body \(document.id)")
            }
            arrived[channel]?[document.id, default: []].insert(document.message?.id)
        }
        for line in forwardedLines.split(separator: "\n") { take("log", String(line)) }
        if wrong.count <= torn { wrong = [] }
        for post in posts { take("desk", post.text, header: post.id) }
        for (channel, documents) in arrived {
            let decided = forwards.filter { $0.channel == channel }
            let messages = Dictionary(
                decided.map { ($0.key, $0.message) }, uniquingKeysWith: { $1 })
            wrong += decided.filter { $0.state == "done" && documents[$0.key] == nil }.map {
                "forward \($0.id) counts as delivered and did not arrive at \(channel)"
            }
            wrong += decided.filter { $0.state == "failed" }.map {
                "forward \($0.id) to \(channel) was given up: \($0.result)"
            }
            for (id, about) in documents where about != [messages[id] ?? -1] {
                wrong.append("\(channel) was sent \(id), which is no forward of that message")
            }
        }
        return wrong
    }
}
