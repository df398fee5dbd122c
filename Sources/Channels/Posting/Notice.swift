import Lines
import Transport

/// What a person reads of a delivery, for services that show a title and a text.
///
/// Without control characters and direction marks, with which a stranger could reorder what is
/// around the text. What a service would act on is left to its `TextForm`.
struct Notice {
    /// One line: what the forward says, or the code with its sender and line.
    let title: String?
    /// Never empty, because services refuse or replace an empty text.
    let text: String
    /// The age of the code and how long it is still good.
    let remark: String?
    let priority: ForwardPriority?
    /// The target of a tap: an address that a telephone opens without running anything.
    let link: String?
    /// The code, for copying.
    let code: String?

    /// - Parameter usual: the priority of forwards without one.
    init(_ delivery: Delivery, priority usual: ForwardPriority? = nil) {
        let content = delivery.content
        title = (content.title ?? delivery.message.map(Notice.title)).map {
            $0.plainLine(limit: 200)
        }
        .flatMap { $0.isEmpty ? nil : $0 }
        let readable = content.text.readable
        text = readable.isBlank ? "(no text)" : readable
        remark = delivery.codeRemark
        priority = content.priority ?? usual
        link = content.url.flatMap { Notice.isOpenable($0) ? $0 : nil }
        code = delivery.message?.code
    }

    /// Title, text, link and remark as one text of limited length. Only the text is cut, with a
    /// note.
    func whole(
        _ limit: Int, _ measure: TextMeasure, _ form: TextForm = .plain, titled: Bool = true
    ) -> String {
        let head =
            titled ? title.map { $0.fitted(limit / 4, measure, form) + "\n\n" } ?? "" : ""
        let tail = [link.map { $0.fitted(limit / 3, measure, form) }, remark].compactMap { $0 }
            .map { "\n\n\($0)" }.joined()
        let left = limit - measure.length(head) - measure.length(tail)
        return head + text.fitted(left, measure, form) + tail
    }

    private static func title(of message: ForwardedMessage) -> String {
        let line = message.label ?? message.number
        let title = message.sender.map { "\($0) → \(line)" } ?? line
        return message.shownCode.map { "\($0) \(title)" } ?? title
    }

    /// Web addresses, and those that open a telephone's own dialler or mail; nothing that runs.
    private static func isOpenable(_ url: String) -> Bool {
        guard url.utf8.count <= 500, url.plainLine(limit: 500) == url else { return false }
        let lowercase = url.lowercased()
        return ["tel:", "mailto:", "sms:", "geo:", "ntfy:"].contains { lowercase.hasPrefix($0) }
            || (try? WebAddress(url)) != nil
    }
}

extension String {
    /// The text without what is useless on a telephone or misleads its reader: control characters
    /// other than newlines become spaces, and marks that reorder the text around them are removed.
    var readable: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isPrintableASCII {
                scalars.append(scalar)
                continue
            }
            if scalar.reordersText { continue }
            let control = scalar.properties.generalCategory == .control && scalar != "\n"
            scalars.append(control ? " " : scalar)
        }
        return String(scalars)
    }

    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Unicode.Scalar {
    /// Embeddings, overrides and isolates of the bidirectional algorithm (Unicode annex 9). The
    /// marks that Arabic and Hebrew need between words are others.
    fileprivate var reordersText: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
