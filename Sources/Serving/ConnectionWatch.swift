import Lines
import NIOCore
import NIOHTTPTypes

/// Watches one connection of a server: reports to the doorkeeper what it is waiting for, and closes
/// it if that takes too long.
///
/// Only producing the answer has no deadline. Reading it has one, for clients that have stopped
/// reading for good.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let door: Doorkeeper
    private let patience: ConnectionPatience
    /// The number of requests that have begun, are complete, and have been answered completely.
    private var begun = 0
    private var whole = 0
    private var answered = 0
    private var deadline: Scheduled<Void>?
    /// Runs while the other side accepts nothing.
    private var stall: Scheduled<Void>?
    /// Checks periodically whether the other side accepts anything during an answer.
    private var looks: RepeatedTask?
    private var unread = UnreadAnswer()

    init(door: Doorkeeper, patience: ConnectionPatience) {
        self.door = door
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        door.admit(context.channel)
        wait(context)
    }

    /// Handlers are added before an accepted connection becomes active.
    func channelActive(context: ChannelHandlerContext) {
        wait(context)
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancel()
        door.dismiss(context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        door.dismiss(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            begun += 1
            wait(context)
        case .body: break
        case .end:
            whole += 1
            wait(context)
        }
        context.fireChannelRead(data)
    }

    func write(
        context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
    ) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        answered += 1
        wait(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : close(context, after: patience.stall)
        context.fireChannelWritabilityChanged()
    }

    /// Small writes now and then would fit into the kernel's buffers for days, so the kernel is
    /// asked whether anybody reads them.
    private func look(_ context: ChannelHandlerContext) {
        guard looks == nil else { return }
        let pause = TimeAmount.milliseconds((patience.stall / UnreadAnswer.looks).milliseconds)
        let mine = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        looks = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
            let channel = mine.value.1
            guard let socket = channel as? any SocketOptionProvider else { return }
            socket.unreadBytes().whenSuccess { bytes in
                if mine.value.0.unread.isStuck(with: bytes) { channel.close(promise: nil) }
            }
        }
    }

    /// Sets the deadline for the present wait, and reports it to the doorkeeper.
    private func wait(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        guard context.channel.isActive else { return }
        if answered > whole {
            door.note(context.channel, .lingering)
            deadline = close(context, after: patience.rest)
        } else if answered < whole {
            door.note(context.channel, .answering)
            look(context)
        } else {
            looks?.cancel()
            looks = nil
            unread = UnreadAnswer()
            door.note(context.channel, .listening)
            deadline = close(context, after: begun > whole ? patience.body : patience.head)
        }
    }

    private func cancel() {
        deadline?.cancel()
        stall?.cancel()
        looks?.cancel()
        looks = nil
    }

    private func close(
        _ context: ChannelHandlerContext, after time: Duration
    ) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: .milliseconds(time.milliseconds)) {
            channel.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension ConnectionWatch: Sendable {}
