import NIOCore
import Synchronization

/// Limits the waiting connections of a server: if there are too many, those that have waited
/// longest make room for the next.
///
/// Connections that send nothing, or send slowly, can therefore not lock others out, however many
/// they are. Connections being answered are left alone.
package final class Doorkeeper: Sendable {
    /// What a connection is waiting for.
    enum Stage: Int, Sendable {
        /// It has been answered before it has sent its complete request.
        case lingering
        /// A request, or the rest of one.
        case listening
        /// Nothing: its request is whole and is being answered.
        case answering
    }

    private struct Visit {
        let channel: any Channel
        var stage: Stage
        /// When it entered this stage, as a sequence number.
        var turn: UInt64
    }

    private struct State {
        var visits: [ObjectIdentifier: Visit] = [:]
        var turn: UInt64 = 0
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: the maximum number of waiting connections.
    package init(most: Int) {
        self.most = most
    }

    /// The number of connections now.
    package var count: Int { state.withLock { $0.visits.count } }

    func admit(_ channel: any Channel) {
        note(channel, .listening)
        let leaving: (any Channel)? = state.withLock { state in
            let waiting = state.visits.filter { $0.value.stage != .answering }
            guard waiting.count > most else { return nil }
            let oldest = waiting.min { left, right in
                (left.value.stage.rawValue, left.value.turn)
                    < (right.value.stage.rawValue, right.value.turn)
            }
            guard let oldest else { return nil }
            state.visits[oldest.key] = nil
            return oldest.value.channel
        }
        leaving?.close(promise: nil)
    }

    func note(_ channel: any Channel, _ stage: Stage) {
        state.withLock { state in
            state.turn += 1
            let id = ObjectIdentifier(channel)
            state.visits[id] = Visit(channel: channel, stage: stage, turn: state.turn)
        }
    }

    func dismiss(_ channel: any Channel) {
        state.withLock { _ = $0.visits.removeValue(forKey: ObjectIdentifier(channel)) }
    }
}
