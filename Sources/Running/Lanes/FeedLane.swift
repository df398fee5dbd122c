import Accounts
import Keeping
import Lines
import Logging
import Providers
import Synchronization
import Transport

/// Follows the provider's feeds for an account's waiting lines, one feed for each.
///
/// A broken feed is opened again at growing intervals. Until then the line is polled as if there
/// were none, and messages in between are looked for when the feed opens and when it closes.
struct FeedLane: Sendable {
    /// The most feeds of one account at once.
    private static let most = 16
    private static let longestPause = Duration.seconds(60)

    let keeper: Keeper
    let name: String
    let provider: any Provider
    let signal: WakeSignal
    let feeds: any FeedTransport
    let world: World
    let logger: Logger

    /// Works until the task is cancelled.
    func run() async {
        let followed = Followed()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let seen = signal.count
                for line in await keeper.linesForFeeds(on: name, atMost: Self.most) {
                    guard followed.begin(line, atMost: Self.most) else { continue }
                    group.addTask {
                        await follow(line)
                        followed.end(line)
                    }
                }
                await signal.wait(since: seen, atMost: .seconds(30), in: world)
            }
            group.cancelAll()
        }
    }

    /// Follows a line until it ends, continues under another order, or gives way to younger ones.
    private func follow(_ line: Line) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await listen(to: line) }
            group.addTask {
                while await isWanted(line), !Task.isCancelled {
                    let seen = signal.count
                    await signal.wait(since: seen, atMost: .seconds(30), in: world)
                }
            }
            // The first task to end has found that the feed is no longer wanted.
            await group.next()
            group.cancelAll()
        }
        await keeper.feedClosed(of: line.id)
    }

    private func isWanted(_ line: Line) async -> Bool {
        await keeper.linesForFeeds(on: name, atMost: Self.most)
            .contains { $0.id == line.id && $0.providerID == line.providerID }
    }

    private func listen(to line: Line) async {
        guard let id = line.providerID else { return }
        var pause = Duration.seconds(1)
        while !Task.isCancelled, let address = provider.feedAddress(of: id) {
            if let later = await keeper.opening(forFeedOf: name) {
                try? await world.sleep(later)
                continue
            }
            let began = world.uptime()
            do throws(TransportError) {
                try await feeds.follow(
                    address, opened: { await keeper.feedOpened(of: line.id) },
                    heard: { text in await hear(text, of: line.id, id) })
            } catch {
                logger.debug(
                    "a feed failed", metadata: ["line": "\(line.id)", "reason": "\(error)"])
            }
            await keeper.feedClosed(of: line.id)
            // A feed that lasted this long was working; it takes a minute to notice that nobody
            // answers.
            if world.uptime() - began > Self.longestPause * 3 { pause = .seconds(1) }
            let jitter = Duration.milliseconds(
                Int64(world.random(UInt64(max(1, pause.milliseconds / 4)))))
            try? await world.sleep(pause + jitter)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func hear(_ text: String, of line: Line.ID, _ id: String) async {
        guard var news = provider.news(onFeed: text, of: id) else { return }
        // A feed is about one order, whether or not it says so.
        news.providerID = news.providerID ?? id
        do {
            try await keeper.recordNews(news, on: name)
        } catch {
            // A look will fetch it once the disk has room again.
            logger.error("push could not be stored", metadata: ["reason": "\(error)"])
            await keeper.requestLook(at: line)
        }
    }
}

/// The orders being followed, shared by the tasks that follow them.
private final class Followed: Sendable {
    private let orders = Mutex<Set<String>>([])

    func begin(_ line: Line, atMost most: Int) -> Bool {
        guard let id = line.providerID else { return false }
        return orders.withLock { $0.count < most && $0.insert(id).inserted }
    }

    func end(_ line: Line) {
        guard let id = line.providerID else { return }
        orders.withLock { _ = $0.remove(id) }
    }
}
