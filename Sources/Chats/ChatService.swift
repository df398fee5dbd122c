package import Channels
package import Console
import Lines
package import Logging
import ServiceLifecycle
import Synchronization
package import Transport

/// Hears what is written in the chats of one channel, and answers it.
///
/// At most four commands of a channel run at once. At a shutdown those that only read end at once;
/// one that may cost money is waited for, for as long as the manager waits for paid calls.
package struct ChatService: Sendable {
    private static let mostAtOnce = 4
    private static let lastAnswers = Duration.seconds(45)
    private static let longestPause = Duration.minutes(1)
    /// How often a stranger is noted.
    private static let strangerInterval = Duration.hours(1)

    private let channel: String
    private let messenger: any Messenger
    private let senders: Set<String>
    private let console: ChatConsole
    private let world: World
    private let logger: Logger
    /// Waits until commands are answered.
    private let ready: @Sendable () async -> Void
    /// Records a sentence that the person should find.
    private let note: @Sendable (String) async -> Void
    private let places: any ChatPlaces
    private let poster: ChatPoster
    private let questions = OpenQuestions()
    private let running = RunningCommands()
    private let turns = PaidTurns()

    package init(
        channel: String, messenger: any Messenger, senders: Set<String>, console: ChatConsole,
        world: World, logger: Logger, ready: @escaping @Sendable () async -> Void = {},
        places: any ChatPlaces, note: @escaping @Sendable (String) async -> Void
    ) {
        self.channel = channel
        self.messenger = messenger
        self.senders = senders
        self.console = console
        self.world = world
        self.logger = logger
        self.ready = ready
        self.places = places
        self.note = note
        poster = ChatPoster(messenger: messenger, world: world, logger: logger)
    }

    package func run() async {
        await ready()
        await withDiscardingTaskGroup { group in
            var desk = Desk(
                gate: ChatGate(senders: senders), strangers: Strangers(known: senders))
            var pause = Duration.seconds(1)
            var trouble: String?
            var place = messenger.remembersPlace ? nil : places.place(of: channel)
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                do throws(DeliveryError) {
                    let news = try await receive(since: place)
                    // Before anything is carried out: a command that is lost is typed again, and one
                    // that is carried out twice may cost twice.
                    if !messenger.remembersPlace, let reached = news.place,
                        place == nil || !news.events.isEmpty
                    {
                        places.keep(reached, of: channel)
                    }
                    (place, pause, trouble) = (news.place, .seconds(1), nil)
                    desk.isOldTold = false
                    for event in news.events { await take(event, &desk, &group) }
                } catch {
                    guard !Task.isCancelled, !Task.isShuttingDownGracefully else { break }
                    // A service that is away says the same for hours.
                    let words = "\(error)"
                    if trouble != words {
                        logger.warning(
                            "chat.receive failed; retrying.", metadata: ["reason": "\(words)"])
                        trouble = words
                    }
                    await rest(for: error.pause ?? pause)
                    pause = min(pause * 2, Self.longestPause)
                }
            }
            await running.untilNone(atMost: Self.lastAnswers, in: world)
            group.cancelAll()
        }
    }

    /// What is known of those who write.
    private struct Desk {
        var gate: ChatGate
        var strangers: Strangers
        /// Whether one of the events that came together was refused for its age.
        var isOldTold = false
    }

    /// In the order of the chat: what is typed below a question is its answer.
    private func take(
        _ event: ChatEvent, _ desk: inout Desk, _ group: inout DiscardingTaskGroup
    ) async {
        if case .posted(let id) = event.kind { return questions.show(id) }
        let decision = desk.gate.decide(event, now: world.now(), uptime: world.uptime())
        switch decision {
        case .heed where !messenger.hasButtons: answer(event, &group)
        case .heed: group.addTask { await heed(event) }
        case .stranger:
            if let words = desk.strangers.notice(
                event, channel: channel, uptime: world.uptime(), every: Self.strangerInterval)
            {
                await note(words)
            }
        case .tooOld where !desk.isOldTold, .ahead where !desk.isOldTold, .tooMany:
            desk.isOldTold = desk.isOldTold || decision != .tooMany
            group.addTask { await refuse(event, decision) }
        case .tooOld, .ahead, .ignore:
            break
        }
    }

    /// Takes a line as the answer to a question, if it is one.
    private func answer(_ event: ChatEvent, _ group: inout DiscardingTaskGroup) {
        guard case .line(let typed) = event.kind else { return }
        let line = TypedLine.line(typed)
        switch questions.reply(line, chat: event.chat, sender: event.sender) {
        case .answer: break
        case .command: group.addTask { await carryOut(line, of: event) }
        case .noQuestion: group.addTask { await say("No question waits for an answer.", to: event) }
        }
    }

    private func receive(since place: String?) async throws(DeliveryError) -> ChatNews {
        let result = await cancelWhenGracefulShutdown {
            () async -> Result<ChatNews, DeliveryError> in
            do throws(DeliveryError) {
                return .success(try await messenger.receive(since: place, now: world.now()))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func rest(for pause: Duration) async {
        await cancelWhenGracefulShutdown { try? await world.sleep(pause) }
    }

    private func heed(_ event: ChatEvent) async {
        switch event.kind {
        case .line(let typed): await carryOut(TypedLine.line(typed), of: event)
        case .choice(let token, let id):
            let answer = questions.press(token, chat: event.chat, sender: event.sender)
            let words = answer.map { $0 ? "Yes." : "No." } ?? "This question is closed."
            await poster.confirm(id, words)
            if answer == nil { await poster.removeChoices(from: event.message, in: event.chat) }
        case .posted: break
        }
    }

    private func carryOut(_ line: String, of event: ChatEvent) async {
        guard !line.isEmpty else { return }
        let place = Self.place(of: event)
        guard running.begin(atMost: Self.mostAtOnce) else {
            return await say(
                "\(Self.mostAtOnce) commands are still running. Wait for one to end.", to: event)
        }
        defer { running.end() }
        logger.info(
            "chat.command", metadata: ["channel": "\(channel)", "chat": "\(event.chat)"])
        let terminal = ChatTerminal(place: place, poster: poster, questions: questions)
        guard console.mayMoveMoney(line) else {
            await cancelWhenGracefulShutdown { await console.run(line, on: terminal) }
            return await terminal.end()
        }
        if !messenger.hasButtons {
            guard await turns.wait(for: place, in: world) else {
                return await say("The manager ends. This was not carried out.", to: event)
            }
        }
        await console.run(line, on: terminal)
        await terminal.end()
        turns.end(for: place)
    }

    private func refuse(_ event: ChatEvent, _ decision: ChatGate.Decision) async {
        let words =
            switch decision {
            case .tooOld: "This is older than a minute and was not carried out. Send it again."
            case .ahead:
                "This is from the future by the clock of the manager's machine and was not carried "
                    + "out. Set that clock."
            default:
                "These are more than \(ChatGate.mostPerMinute) commands in a minute. Wait for a moment."
            }
        await say(words, to: event)
    }

    private func say(_ words: String, to event: ChatEvent) async {
        _ = await poster.post([ChatPost.Part(words, isTable: false)], at: Self.place(of: event))
    }

    private static func place(of event: ChatEvent) -> ChatTerminal.Place {
        ChatTerminal.Place(chat: event.chat, sender: event.sender, message: event.message)
    }
}

extension DeliveryError {
    /// How long to wait before the service is asked again; nil if that is for us to choose.
    fileprivate var pause: Duration? {
        switch remedy {
        case .retry(let wait): wait.map { min($0, .minutes(10)) }
        // A refused key stays refused until a person acts; another program with the same bot may end.
        case .giveUp: .minutes(1)
        }
    }
}
