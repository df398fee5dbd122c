import Foundation
import Hummingbird
import Keeping
package import Logging
import NIOCore
import NIOFoundationEssentialsCompat
package import Serving
package import Transport

/// Serves the home's Unix socket: HTTP with JSON, one `POST /v1/NAME` for each request type and
/// `GET /v1/tail` for events.
///
/// The socket's file is accessible only to its owner; anybody who can open it may do what the owner
/// may.
package struct ControlServer: Sendable {
    /// Larger than any request of the console.
    private static let longestBody = 1 << 20
    /// The maximum number of connections without a complete request: the oldest makes room.
    private static let mostWaiting = 64
    /// The maximum number of connections. Further ones wait to be accepted: programs that forget to
    /// close connections must not use up the file descriptors that the manager needs for its
    /// database and the providers. The number allows for clients that watch, wait or say nothing,
    /// and as many again with a short request.
    private static let mostConnections = mostWaiting + 2 * mostStanding + 64
    /// The maximum number of clients that watch, and of clients that wait, without a time limit.
    private static let mostStanding = 64

    private let path: String
    private let handler: ControlHandler
    private let logger: Logger
    private let patience: ConnectionPatience
    private let payments = AnsweredPayments()
    private let watching = StandingPlaces(
        most: mostStanding,
        refusal: "Too many watchers (\(mostStanding)). End a `linekeeper tail` that is no longer "
            + "needed.")
    private let waiting = StandingPlaces(
        most: mostStanding,
        refusal: "Too many programs are waiting for a code (\(mostStanding)). End a `linekeeper "
            + "code` that is no longer needed.")

    /// - Parameter patience: how long to wait for a client's request.
    package init(
        path: String, handler: ControlHandler, logger: Logger,
        patience: ConnectionPatience = .init(head: .seconds(10), body: .seconds(10))
    ) {
        self.path = path
        self.handler = handler
        self.logger = logger
        self.patience = patience
    }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Parameter ready: called once the socket accepts connections.
    package func run(ready: @escaping @Sendable () async -> Void) async throws {
        // A socket left behind by a killed manager: the lock file shows that nobody else uses it.
        unlink(path)
        var quiet = logger
        quiet.logLevel = .critical
        let socket = path
        let door = Doorkeeper(most: Self.mostWaiting)
        // Nobody else may connect before its mode is set either.
        let former = umask(0o077)
        defer { umask(former) }
        let application = Application(
            router: router(),
            server: .guarded(by: door, patience: patience),
            configuration: .init(
                address: .unixDomainSocket(path: socket),
                availableConnectionsDelegate: .maximum(Self.mostConnections, logger: quiet)),
            onServerRunning: { _ in
                chmod(socket, 0o600)
                umask(former)
                await ready()
            },
            logger: quiet)
        defer { unlink(path) }
        try await application.run()
    }

    /// Returns when no client is waiting for the outcome of a paid call any more. No new ones
    /// begin.
    package func finishPayments(within limit: Duration, in world: World) async {
        payments.close()
        await handler.keeper.stopPaying()
        let deadline = world.uptime() + limit
        // Calls that have just ended or been refused need a moment to be answered.
        let moment = Duration.seconds(1)
        var end = world.uptime() + moment
        while payments.areWaitedFor, world.uptime() < min(end, deadline), !Task.isCancelled {
            if await handler.keeper.isPaying { end = world.uptime() + moment }
            try? await world.sleep(.milliseconds(50))
        }
        // The answers are still on their way to the clients.
        if payments.wereAnswered { try? await world.sleep(.milliseconds(200)) }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        let handler = handler
        let waiting = waiting
        add(ShowStatus.self, to: router) { try await handler.status($0) }
        add(ListLines.self, to: router) { try await handler.lines($0) }
        add(ShowLine.self, to: router) { try await handler.line($0) }
        add(FindLine.self, to: router) {
            FoundLine(line: try await handler.lineWithHistory($0.line))
        }
        add(LabelLine.self, to: router) { try await handler.label($0) }
        add(TagLine.self, to: router) { try await handler.tag($0) }
        add(ActOnLine.self, to: router) { try await handler.act($0) }
        add(CheckAction.self, to: router) { try await handler.checkAction($0) }
        add(QuoteExtension.self, to: router) { try await handler.quoteExtension($0) }
        add(ResetLine.self, to: router) { try await handler.reset($0) }
        add(QuoteAutoExtension.self, to: router) { try await handler.quoteAutoExtension($0) }
        add(SetAutoExtend.self, to: router) { try await handler.setAutoExtend($0) }
        add(AdoptLines.self, to: router) { try await handler.adopt($0) }
        addWaiting(AwaitCode.self, to: router) { request in
            let place = request.seconds > 0 ? try waiting.take() : nil
            defer { withExtendedLifetime(place) {} }
            return try await handler.code(request)
        }
        add(RecomputeCodes.self, to: router) { try await handler.recompute($0) }
        add(ListOffers.self, to: router) { try await handler.offers($0) }
        add(ListCatalogue.self, to: router) { try await handler.catalogue($0) }
        add(CheckPurchase.self, to: router) { try await handler.check($0) }
        add(QuoteActivation.self, to: router) { try await handler.quote($0) }
        add(OrderActivation.self, to: router) { try await handler.order($0) }
        add(QuoteResend.self, to: router) { try await handler.quote($0) }
        add(QuoteAgain.self, to: router) { try await handler.quote($0) }
        add(OrderAgain.self, to: router) { try await handler.orderAgain($0) }
        add(QuoteRental.self, to: router) { try await handler.quote($0) }
        add(RentLine.self, to: router) { try await handler.rent($0) }
        add(ListMessages.self, to: router) { try await handler.messages($0) }
        add(TakeInMessage.self, to: router) { try await handler.takeIn($0) }
        add(ShowMessage.self, to: router) { try await handler.message($0) }
        add(ExplainMessage.self, to: router) { try await handler.explain($0) }
        add(ListPlan.self, to: router) { try await handler.plan($0) }
        add(ListActions.self, to: router) { try await handler.actions($0) }
        addRetries(to: router)
        add(DropAction.self, to: router) { try await handler.drop($0) }
        add(ListDoubts.self, to: router) { try await handler.doubts($0) }
        add(DismissDoubt.self, to: router) { try await handler.dismiss($0) }
        add(ListScripts.self, to: router) { try await handler.scripts($0) }
        add(ResumeScript.self, to: router) { try await handler.resume($0) }
        add(ListMemory.self, to: router) { try await handler.memory($0) }
        add(ForgetMemory.self, to: router) { try await handler.forget($0) }
        add(ListTimers.self, to: router) { try await handler.timers($0) }
        add(DropPending.self, to: router) { try await handler.dropPending($0) }
        add(RenameScript.self, to: router) { try await handler.rename($0) }
        add(HandOnMessage.self, to: router) { try await handler.handOn($0) }
        addTrials(to: router)
        add(ListChannels.self, to: router) { try await handler.channels($0) }
        add(TestChannel.self, to: router) { try await handler.test($0) }
        add(ListAlerts.self, to: router) { try await handler.alerts($0) }
        add(TestAlert.self, to: router) { try await handler.test($0) }
        add(ListRoutes.self, to: router) { try await handler.routes($0) }
        add(ListAccounts.self, to: router) { try await handler.accounts($0) }
        add(ListSpending.self, to: router) { try await handler.spending($0) }
        add(SumSpending.self, to: router) { try await handler.spending($0) }
        add(AskProvider.self, to: router) { try await handler.ask($0) }
        addWaiting(RunQuery.self, to: router) { try await handler.query($0) }
        add(BackUp.self, to: router) { try await handler.backUp($0) }
        add(Complete.self, to: router) { try await handler.complete($0) }
        addTail(to: router)
        return router
    }

    private func addRetries(to router: Router<BasicRequestContext>) {
        add(RetryActions.self, to: router) { try await handler.retry($0) }
        add(CountFailed.self, to: router) { try await handler.count($0) }
        add(RetryFailed.self, to: router) { try await handler.retry($0) }
        add(DropFailed.self, to: router) { try await handler.drop($0) }
    }

    private func addTrials(to router: Router<BasicRequestContext>) {
        addWaiting(RehearseScripts.self, to: router) { try await handler.rehearse($0) }
        addWaiting(CompareScript.self, to: router) { try await handler.compare($0) }
        add(ListVersions.self, to: router) { try await handler.versions($0) }
        add(ShowVersion.self, to: router) { try await handler.version($0) }
        add(RollBackScript.self, to: router) { try await handler.rollBack($0) }
        add(OpenPrompt.self, to: router) { try await handler.openPrompt($0) }
        add(EvaluateLua.self, to: router) { try await handler.evaluate($0) }
        add(ClosePrompt.self, to: router) { try await handler.closePrompt($0) }
    }

    private func addTail(to router: Router<BasicRequestContext>) {
        let (handler, watching) = (handler, watching)
        router.get("/v1/tail") { request, _ in
            let last = request.uri.queryParameters["last"].flatMap { Int($0) } ?? 0
            let line = request.uri.queryParameters["line"].flatMap { Int64($0) }
            do throws(ControlFailure) {
                let place = try watching.take()
                return Response(
                    status: .ok, headers: [.contentType: "application/x-ndjson"],
                    body: tailBody(
                        handler, last: min(max(last, 0), 1000), line: line, holding: place))
            } catch {
                return try Self.json(.conflict, error)
            }
        }
    }

    private func add<Request: ControlRequest>(
        _ type: Request.Type, to router: Router<BasicRequestContext>,
        _ answer: @escaping @Sendable (Request) async throws -> Request.Reply
    ) {
        router.post("/v1/\(Request.name)") { request, _ in
            try await reply(to: request.body, answer)
        }
    }

    /// Registers a request that may take long: it is abandoned when its client leaves.
    private func addWaiting<Request: ControlRequest>(
        _ type: Request.Type, to router: Router<BasicRequestContext>,
        _ answer: @escaping @Sendable (Request) async throws -> Request.Reply
    ) {
        router.post("/v1/\(Request.name)") { request, _ in
            var response = try await request.body.consumeWithCancellationOnInboundClose { body in
                try await reply(to: body, answer)
            }
            // Watching for the end of the connection reads past this request, so there can be no
            // next one.
            response.headers[.connection] = "close"
            return response
        }
    }

    private func reply<Request: ControlRequest>(
        to body: RequestBody, _ answer: @Sendable (Request) async throws -> Request.Reply
    ) async throws -> Response {
        do {
            let body = try await body.collect(upTo: Self.longestBody)
            let asked = try Self.decode(Request.self, Data(buffer: body))
            guard asked.movesMoney else { return try Self.json(.ok, try await answer(asked)) }
            try payments.begin()
            defer { payments.end() }
            return try Self.json(.ok, try await answer(asked))
        } catch {
            let failure = ControlFailure(error)
            if case .failed = failure.kind {
                logger.debug("refused", metadata: ["request": "\(Request.name)"])
            }
            return try Self.json(failure.kind == .usage ? .badRequest : .conflict, failure)
        }
    }

    private static func decode<Request: ControlRequest>(
        _ type: Request.Type, _ data: Data
    ) throws -> Request {
        do {
            return try ControlCoding.decode(type, from: data.isEmpty ? Data("{}".utf8) : data)
        } catch {
            throw ControlFailure(.usage, "The request \(Request.name) is malformed: \(error)")
        }
    }

    private static func json(
        _ status: HTTPResponse.Status, _ value: some Encodable
    ) throws -> Response {
        let data = try ControlCoding.encode(value)
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}
