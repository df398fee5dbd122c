import Accounts
import Lines
import Scripting

/// The decisions of all scripts about one subject, sorted by kind.
struct ScriptDecisions {
    /// The most tags of a message, whoever gave them: further ones are not added.
    private static let mostTags = 200

    let message: Message?
    let line: Line.ID?
    private(set) var tags: [String]
    /// Each route once, with the script that chose it first.
    private(set) var routes: [(name: String, script: String)] = []
    /// Each with its position among its script's forwards to the same channel. Another run of the
    /// script on the same message yields the same position, whatever else it decides.
    private(set) var forwards: [(request: ForwardRequest, script: String, place: Int)] = []
    private(set) var onLines: [(decision: Decision, script: String)] = []
    /// In the order of the decisions: one may remove what another has set.
    private(set) var timers: [(decision: Decision, script: String)] = []
    private(set) var failures: [ScriptFailure] = []
    private(set) var pauses: [(script: String, pause: RunReport.Pause)] = []

    init(_ reports: [RunReport], about message: Message?, line: Line.ID? = nil) {
        self.message = message
        self.line = message?.line ?? line
        tags = message?.tags ?? []
        for report in reports {
            if let failure = report.failure { failures.append(failure) }
            if let pause = report.pause { pauses.append((report.script, pause)) }
            for decision in report.decisions { add(decision, report.script) }
        }
    }

    private mutating func add(_ decision: Decision, _ script: String) {
        switch decision {
        case .route(let name):
            if !routes.contains(where: { $0.name == name }) { routes.append((name, script)) }
        case .forward(let request):
            let place = forwards.count {
                $0.script == script && $0.request.channel == request.channel
            }
            forwards.append((request, script, place))
        case .tag(let new):
            let room = max(0, Self.mostTags - tags.count)
            tags += new.filter { !tags.contains($0) }.prefix(room)
        case .after, .at, .every, .cancelTimer: timers.append((decision, script))
        case .cancel, .refund, .extend, .finish, .resend, .wake, .swap, .reset, .autoExtend,
            .label:
            onLines.append((decision, script))
        }
    }

    /// The message was there when its line was adopted: it is filed, without further effects.
    var isBacklog: Bool { message?.isBacklog ?? false }

    func holdsBack(_ request: ForwardRequest) -> Bool { isBacklog && !request.backlog }

    /// The first route that was chosen.
    var route: String? { routes.first?.name }
}
