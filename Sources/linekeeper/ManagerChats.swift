import Channels
import Chats
import Configuring
import Console
import Control
import Keeping
import Lines
import Logging
import Networking
import ServiceLifecycle
import Transport

/// The channels of the configuration in which commands are taken, each with a console of its own.
extension Manager {
    /// How long a command may come too early for the control socket.
    private static let patience = Duration.minutes(1)

    func chats(
        _ configuration: Configuration, _ keeper: Keeper, _ dependencies: Dependencies
    ) throws -> [ChatService] {
        let world = dependencies.world
        let logger = logger
        let client = ControlClient(
            socket: home.socket, transport: dependencies.networks.transport(for: .direct))
        let places = ChatPlaceFile(path: home.chatPlaces, logger: logger)
        return try configuration.channels.compactMap { name, settings in
            guard let commands = settings.commands,
                let messenger = settings.messenger(
                    named: name, over: try transport(to: settings, dependencies))
            else { return nil }
            return ChatService(
                channel: name, messenger: messenger, senders: commands.senders,
                console: ChatConsole(
                    link: client,
                    clock: ClockFormat(now: world.now, zone: configuration.keeper.zone),
                    permission: commands.reach == .paid ? .paid : .reading),
                world: world, logger: logger,
                ready: {
                    let end = world.uptime() + Self.patience
                    while world.uptime() < end, !Task.isCancelled,
                        (try? await client.ask(ShowStatus())) == nil
                    {
                        try? await world.sleep(.milliseconds(100))
                    }
                },
                places: places,
                note: { text in
                    do {
                        try await keeper.note(kind: "chat", text: text)
                    } catch {
                        logger.warning("\(text)")
                    }
                })
        }
    }
}

extension ChatService: ServiceLifecycle.Service {}
