import Control
import Foundation
import Synchronization

/// A manager with prepared answers that records its requests.
///
/// The answers are the JSON of the control socket, so that its format is tested too.
final class FakeManager: ControlLink {
    private struct State {
        var answers: [String: String] = [:]
        var failures: [String: ControlFailure] = [:]
        /// Answers to one request each, before the others.
        var once: [String: [Result<String, ControlFailure>]] = [:]
        var asked: [String] = []
    }

    private let state = Mutex(State())
    private let folder: URL

    /// - Parameter folder: one answer per file, named `REQUEST.json` with `-` for `/`.
    init(folder: URL) {
        self.folder = folder
    }

    func answer(_ name: String, with json: String) {
        state.withLock {
            $0.answers[name] = json
            $0.failures[name] = nil
        }
    }

    /// Prepares the answer to one request only.
    func answer(_ name: String, once answer: Result<String, ControlFailure>) {
        state.withLock { $0.once[name, default: []].append(answer) }
    }

    func fail(_ name: String, with failure: ControlFailure) {
        state.withLock { $0.failures[name] = failure }
    }

    /// The requests since the last call, each as `NAME JSON`.
    func takeAsked() -> [String] {
        state.withLock { state in
            defer { state.asked = [] }
            return state.asked
        }
    }

    func ask<Request: ControlRequest>(
        _ request: Request
    ) async throws(ControlFailure) -> Request.Reply {
        let json = (try? text(of: request)) ?? "?"
        let (answer, failure) = state.withLock { state -> (String?, ControlFailure?) in
            state.asked.append(json == "{}" ? Request.name : "\(Request.name) \(json)")
            if let next = state.once[Request.name]?.first {
                state.once[Request.name]?.removeFirst()
                switch next {
                case .success(let answer): return (answer, nil)
                case .failure(let failure): return (nil, failure)
                }
            }
            return (state.answers[Request.name], state.failures[Request.name])
        }
        if let failure { throw failure }
        let file = folder.appending(
            path: Request.name.replacingOccurrences(of: "/", with: "-") + ".json")
        let data = answer.map { Data($0.utf8) } ?? (try? Data(contentsOf: file)) ?? Data()
        do {
            return try ControlCoding.decode(Request.Reply.self, from: data)
        } catch {
            throw ControlFailure(.failed, "no answer is prepared for \(Request.name): \(error)")
        }
    }

    /// The events prepared for `tail`, followed by the end of the stream.
    func tail(last: Int, line: Int64?) -> AsyncThrowingStream<TailItem, any Error> {
        let (answer, failure) = state.withLock { state in
            state.asked.append("tail \(last)" + (line.map { " of line \($0)" } ?? ""))
            return (state.answers["tail"] ?? "[]", state.failures["tail"])
        }
        return AsyncThrowingStream { continuation in
            do {
                let items = try ControlCoding.decode([TailItem].self, from: Data(answer.utf8))
                for item in items where line == nil || item.event.line == line {
                    continuation.yield(item)
                }
                continuation.finish(throwing: failure)
            } catch {
                continuation.finish(throwing: error)
            }
        }
    }

    private func text(of request: some ControlRequest) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(request), as: UTF8.self)
    }
}
