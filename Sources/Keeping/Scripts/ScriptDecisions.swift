import Accounts
import Lines
import Scripting

/// The decisions of all scripts about one subject, sorted by kind.
struct ScriptDecisions {
    let message: Message?
    let line: Line.ID?
    private(set) var tags: [String]
    /// Each route once, with the script that chose it first.
    private(set) var routes: [(name: String, script: String)] = []
    /// Each with its position among its script's forwards to the same channel. Another run of the
    /// script on the same message yields the same position, whatever else it decides.
    private(set) var forwards: [(request: ForwardRequest, script: String, place: Int)] = []
    /// Handles of forwards that are taken back.
    private(set) var withdrawals: [(handle: String, script: String)] = []
    /// What scripts tell the others.
    private(set) var emissions: [(name: String, data: ScriptValue, script: String)] = []
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
                $0.script == script && $0.request.target == request.target
            }
            forwards.append((request, script, place))
        case .withdraw(let handle): withdrawals.append((handle, script))
        case .emit(let name, let data): emissions.append((name, data, script))
        case .tag(let new):
            tags = Tags.adding(new, to: tags)
        case .after, .at, .every, .cancelTimer: timers.append((decision, script))
        case .cancel, .refund, .extend, .finish, .resend, .wake, .swap, .reset, .autoExtend,
            .label, .tagLine, .untagLine:
            onLines.append((decision, script))
        }
    }

    /// The message was there when its line was adopted: it is filed, without further effects.
    var isBacklog: Bool { message?.isBacklog ?? false }

    func holdsBack(_ request: ForwardRequest) -> Bool { isBacklog && !request.backlog }

    /// The first route that was chosen.
    var route: String? { routes.first?.name }
}
