import Foundation
import TestSupport

@testable import Channels

/// What one channel sent, and what in it would act on its receiver.
struct SentText {
    private(set) var problems: [String] = []

    /// A document of a program or a file.
    init(line: Data) {
        document(line)
    }

    private mutating func document(_ line: Data) {
        let text = String(decoding: line, as: UTF8.self)
        check(!text.unicodeScalars.contains { $0.isInvisible }, "an invisible character")
        check(((try? JSONSerialization.jsonObject(with: line)) as? [String: Any]) != nil, "no JSON")
    }

    init(_ kind: String, _ call: HostedServices.Call) {
        for (name, value) in call.headers {
            check(value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "header \(name)")
        }
        switch kind {
        case "webhook": document(call.body)
        case "ntfy": ntfy(call)
        case "telegram": telegram(call)
        case "discord": discord(call)
        case "slack": slack(call)
        case "mattermost": mattermost(call)
        case "matrix": matrix(call)
        case "gotify": gotify(call)
        case "pushover": pushover(call)
        case "bark": bark(call)
        case "apprise": apprise(call)
        default: problems.append("nothing is known of \(kind); say what must not be active in it")
        }
    }

    private mutating func check(_ holds: Bool, _ what: String) {
        if !holds { problems.append(what) }
    }

    /// Exactly these keys, or some of them.
    private mutating func keys(_ call: HostedServices.Call, _ allowed: String) {
        let known = Set(allowed.split(separator: " ").map(String.init))
        let keys = call.json.isEmpty ? Set(call.form.keys) : Set(call.json.keys)
        check(keys.isSubset(of: known) && !keys.isEmpty, "keys \(keys.subtracting(known))")
    }

    /// Nothing that drives or reorders, and not more than a limit.
    private mutating func plain(_ text: String, _ limit: Int, _ measure: TextMeasure) {
        check(!text.isEmpty, "empty")
        check(measure.length(text) <= limit, "\(measure.length(text)) of \(limit)")
        for scalar in text.unicodeScalars where !scalar.isPrintableASCII {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
            let reorders =
                (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            if isControl || reorders { return check(false, "character \(scalar.value)") }
        }
    }

    private mutating func mentionsNobody(_ text: String) {
        check(!text.contains(/@[A-Za-z]/.matchingSemantics(.unicodeScalar)), "a mention")
    }

    /// Markdown in which every mark outside of an address is escaped.
    private mutating func markdown(_ text: String) {
        let bare = text.replacing(
            /\\[^A-Za-z0-9\s]/.matchingSemantics(.unicodeScalar), with: ""
        )
        .replacing(/https?:\/\/\S+/, with: "").replacing("(shortened)", with: "")
        check(
            !bare.contains(/[*_`~|\[\]<>#]/.matchingSemantics(.unicodeScalar)),
            "markup \(bare.prefix(80))")
        mentionsNobody(text)
    }

    private mutating func ntfy(_ call: HostedServices.Call) {
        keys(call, "topic title message priority tags click sequence_id")
        check(call.text("topic") == "my-topic", "topic")
        plain(call.text("message"), 4096, .bytes)
        check(call.body.count <= 16_384, "size")
    }

    private mutating func telegram(_ call: HostedServices.Call) {
        keys(call, "chat_id text entities disable_notification link_preview_options")
        let text = call.text("text")
        plain(text, 4096, .utf16)
        mentionsNobody(text)
        check(call.text("chat_id") == "42", "chat")
        let entities = call.json["entities"] as? [[String: Any]] ?? []
        check(entities.allSatisfy { $0["type"] as? String == "code" }, "entities")
        let preview = call.json["link_preview_options"] as? [String: Bool]
        check(preview?["is_disabled"] == true, "preview")
    }

    private mutating func discord(_ call: HostedServices.Call) {
        keys(call, "content allowed_mentions flags")
        plain(call.text("content"), 2000, .utf16)
        markdown(call.text("content"))
        let mentions = call.json["allowed_mentions"] as? [String: [String]]
        check(mentions == ["parse": []], "mentions")
        check((call.json["flags"] as? Int ?? 0) & 4 != 0, "preview")
    }

    private mutating func slack(_ call: HostedServices.Call) {
        keys(call, "text mrkdwn parse link_names unfurl_links unfurl_media")
        let text = call.text("text")
        plain(text, 4000, .utf16)
        let bare = text.replacing(
            /&(amp|lt|gt);/.matchingSemantics(.unicodeScalar), with: "")
        check(!bare.contains(/[&<>]/.matchingSemantics(.unicodeScalar)), "not escaped")
        for name in ["mrkdwn", "link_names", "unfurl_links", "unfurl_media"] {
            check(call.json[name] as? Bool == false, name)
        }
    }

    private mutating func mattermost(_ call: HostedServices.Call) {
        keys(call, "text attachments")
        let attachments = call.json["attachments"] as? [[String: String]] ?? []
        check(attachments.count == 1, "preview")
        for text in [call.text("text")] + attachments.flatMap(\.values) where !text.isEmpty {
            plain(text, 4000, .utf16)
            markdown(text)
        }
        check(attachments.allSatisfy { Set($0.keys) == ["text", "fallback"] }, "attachment")
    }

    private mutating func matrix(_ call: HostedServices.Call) {
        keys(call, "msgtype body m.mentions com.beeper.linkpreviews")
        plain(call.text("body"), 48_000, .json)
        check(call.body.count <= 60_000, "size")
        check(call.text("msgtype") == "m.text", "type")
        check((call.json["m.mentions"] as? [String: Any])?.isEmpty == true, "mentions")
        check((call.json["com.beeper.linkpreviews"] as? [Any])?.isEmpty == true, "preview")
    }

    private mutating func gotify(_ call: HostedServices.Call) {
        keys(call, "title message priority extras")
        plain(call.text("message"), 8000, .utf16)
        let extras = call.json["extras"] as? [String: Any] ?? [:]
        check(extras.keys.allSatisfy { $0 == "client::notification" }, "extras")
    }

    private mutating func pushover(_ call: HostedServices.Call) {
        keys(call, "token user message title url priority timestamp")
        plain(call.form["message"] ?? "", 1024, .utf16)
        check((call.form["title"] ?? "").utf16.count <= 250, "title")
        check((call.form["url"] ?? "").utf8.count <= 512, "url")
        check(call.form["user"] == "user-secret-key" && call.form["priority"] == "1", "fields")
    }

    private mutating func bark(_ call: HostedServices.Call) {
        keys(call, "device_key title body copy url level id")
        plain(call.text("body"), 2600, .json)
        check(call.text("level") == "timeSensitive", "level")
        check(call.body.count <= 4096, "size \(call.body.count)")
    }

    private mutating func apprise(_ call: HostedServices.Call) {
        keys(call, "title body type format")
        plain(call.text("body"), 32_768, .utf16)
        for text in [call.text("title"), call.text("body")] {
            mentionsNobody(text)
            check(
                !text.contains(/<[!@#:A-Za-z]/.matchingSemantics(.unicodeScalar)), "angle brackets")
        }
        check(!call.text("title").contains("\n"), "title")
        check(call.text("format") == "text", "format")
    }
}
