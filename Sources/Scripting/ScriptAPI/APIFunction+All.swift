/// Every function, in the order of the reference.
extension APIFunction {
    package static let all: [APIFunction] =
        forwarding + timers + lineDecisions + memory + reads + knowledge + clocks + others

    private static let line = APIParameter(
        name: "line", type: .line, isOptional: true,
        summary: "A line table, its id, label or number; without it, the message's line.")

    private static func onLine(_ name: String, _ summary: String) -> APIFunction {
        APIFunction(name: name, kind: .decision, parameters: [line], summary: summary)
    }

    private static let lineDecisions: [APIFunction] = [
        onLine("cancel", "Cancels an activation, with a refund if still possible."),
        onLine("refund", "Returns a rental for a refund, within its refund window."),
        APIFunction(
            name: "extend", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "days", type: .integer(1...3650), summary: "The number of days to add."),
            ],
            summary: "Extends a rental. Costs money, within the spending limit for scripts.",
            example: "keeper.extend(30)"),
        onLine("finish", "Tells the provider that an activation is finished."),
        onLine("resend", "Requests another code on an activation."),
        onLine("wake", "Switches a rental on, so that messages to it arrive."),
        onLine("swap", "Exchanges the number of a line for another, if the provider supports it."),
        onLine(
            "reset",
            "Restarts the port of a rental that no longer receives. It is deaf for three minutes."),
        APIFunction(
            name: "auto_extend", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "on", type: .flag, summary: "Whether the provider is to do so."),
            ],
            summary: """
                Has the provider extend a rental by itself, or stops that. The provider then takes \
                its price each time, whatever the limits here say; the first one must be within \
                the spending limit for scripts.
                """,
            example: "keeper.auto_extend(false)"),
        APIFunction(
            name: "label", kind: .decision,
            parameters: [
                line,
                APIParameter(
                    name: "text", type: .anyText, summary: "The new label; empty removes it."),
            ],
            summary: "Labels a line.", example: #"keeper.label("work")"#),
        onTags(
            "tag_line", "Adds tags to a line.", example: #"keeper.tag_line("bank", "in use")"#),
        onTags("untag_line", "Removes tags of a line."),
    ]

    private static func onTags(
        _ name: String, _ summary: String, example: String? = nil
    ) -> APIFunction {
        APIFunction(
            name: name, kind: .decision,
            parameters: [
                APIParameter(
                    name: "line", type: .lineTable, isOptional: true,
                    summary: "A line table or its id; without it, the message's line."),
                APIParameter(
                    name: "tag", type: .text, isRepeated: true, summary: "One or more words."),
            ],
            summary: summary, example: example)
    }
}
