import NIOCore
package import Transport

/// The lines of a body, without their ends, in order. The sequence can be iterated only once.
package struct ReplyLines: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = TransportError

    /// Nothing arrived for longer than the reader was willing to wait.
    struct Idle: Error {}

    typealias Producer = NIOThrowingAsyncSequenceProducer<
        [UInt8], any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark,
        TextLineFeed
    >

    private enum Source: Sendable {
        case live(Producer, host: String)
        case given([[UInt8]])
    }

    private let source: Source

    /// Lines that are all present already, for tests of their readers.
    package init(_ lines: [[UInt8]]) {
        source = .given(lines)
    }

    init(_ producer: Producer, host: String) {
        source = .live(producer, host: host)
    }

    package func makeAsyncIterator() -> AsyncIterator {
        switch source {
        case .live(let producer, let host):
            AsyncIterator(source: .live(producer.makeAsyncIterator(), host: host))
        case .given(let lines): AsyncIterator(source: .given(lines.makeIterator()))
        }
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate enum Source {
            case live(Producer.AsyncIterator, host: String)
            case given(IndexingIterator<[[UInt8]]>)
        }

        fileprivate var source: Source

        package mutating func next() async throws(TransportError) -> [UInt8]? {
            switch source {
            case .given(var lines):
                defer { source = .given(lines) }
                return lines.next()
            case .live(let lines, let host):
                do {
                    return try await lines.next()
                } catch let error as TransportError {
                    throw error
                } catch {
                    throw .cancelled(host: host)
                }
            }
        }
    }
}
