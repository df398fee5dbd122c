import Console
import Control
import Foundation
import Lines
import Networking
import Providers
import Storage
import Transport

/// Keeps a message of one of the person's own numbers on the disk, and then lets the manager store
/// it, if one runs.
struct RunReceive {
    /// Modems' programs wait for their hooks and receive nothing meanwhile.
    private static let patience = Duration.seconds(10)

    let home: Home
    let command: ReceiveCommand

    func run() async -> Int32 {
        let world = World.live()
        let handedIn: MessageSpool.Entry
        do {
            try home.prepare()
            guard let read = try entry(in: world) else {
                print("That is no received message; nothing to do.")
                return ExitCodes.done
            }
            handedIn = read
        } catch {
            return fail(error)
        }
        let spool = MessageSpool(folder: home.spool)
        let file: String
        do throws(StoreError) {
            file = try spool.add(handedIn, unique: String(world.identifier().prefix(12)))
        } catch {
            return fail(error)
        }
        guard let answer = await handIn(file) else {
            print(
                "No manager answers; it is kept as \(home.spool)/\(file) and stored once one runs.")
            return ExitCodes.done
        }
        print(answer.message)
        return answer.isStored ? ExitCodes.done : ExitCodes.failed
    }

    private func fail(_ error: any Error) -> Int32 {
        StandardError.say(home.mentions.inShell("\(error)"))
        return error is Usage ? ExitCodes.usage : ExitCodes.failed
    }

    /// Tells the manager of the file; nil if none answers.
    private func handIn(_ file: String) async -> TakenInRecord? {
        let transport = AsyncHTTPTransport()
        let client = ControlClient(socket: home.socket, transport: transport)
        let answer: TakenInRecord?
        do throws(ControlFailure) {
            answer = try await client.ask(TakeInMessage(file: file), within: Self.patience)
        } catch {
            answer = nil
        }
        await transport.shutdown()
        return answer
    }

    // MARK: Reading

    /// A mistake of the caller.
    private struct Usage: Error, CustomStringConvertible {
        let description: String
    }

    private func entry(in world: World) throws -> MessageSpool.Entry? {
        let now = world.now()
        guard let hook = command.from else {
            let text = try standardInput()
            var message = ReceivedMessage(text: text, sender: command.sender)
            message.receivedAt = try command.at.map { try time($0) }
            let id =
                command.id.map { PostedMessage.id("receive", $0) }
                ?? PostedMessage.id("once", world.identifier())
            return MessageSpool.Entry(id: id, line: command.line, message: message, at: now)
        }
        let environment = ProcessInfo.processInfo.environment
        let post: PostedMessage?
        do throws(MessageHookFault) {
            post = try hook.message(
                arguments: command.words, environment: { environment[$0] },
                file: { FileManager.default.contents(atPath: $0).map(Array.init) },
                zone: .machine, unique: PostedMessage.id("once", world.identifier()))
        } catch {
            throw Usage(description: error.description)
        }
        return post.map {
            MessageSpool.Entry(id: $0.id, line: command.line, message: $0.message, at: now)
        }
    }

    private func time(_ text: String) throws -> Instant {
        guard let time = Instant(wireTime: text, in: .machine) else {
            throw Usage(description: "--at must be a time such as 2026-11-30T10:00:00Z.")
        }
        return time
    }

    /// The text without the newline that a shell adds. Bytes that are no UTF-8 are shown as U+FFFD.
    private func standardInput() throws -> String {
        if isatty(STDIN_FILENO) != 0 {
            StandardError.say("Type the text, then Ctrl-D on a line of its own.")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= MessageSpool.longestText {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= MessageSpool.longestText else {
            throw Usage(description: "The text is longer than 4 MiB, which no SMS is.")
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
