import Foundation
import Lines
import Mustache
import Transport

/// A text of the person's own with places for a message's fields (Mustache), each filled in so that
/// a stranger's text stays within its place.
package struct BodyTemplate: Sendable, Equatable {
    /// What is escaped in a value, by the kind of document around it.
    package enum Style: String, CaseIterable, Sendable {
        /// The inside of a JSON string.
        case json
        /// Text of HTML or XML.
        case markup
        /// A value of a form or a query.
        case form
        /// Nothing.
        case plain

        /// The style for a media type.
        init(of contentType: String) {
            let type = contentType.lowercased().prefix { $0 != ";" && $0 != " " }
            if type.hasSuffix("/json") || type.hasSuffix("+json") {
                self = .json
            } else if ["/html", "/xml", "+xml"].contains(where: type.hasSuffix) {
                self = .markup
            } else if type == "application/x-www-form-urlencoded" {
                self = .form
            } else {
                self = .plain
            }
        }

        func escape(_ text: String) -> String {
            switch self {
            case .json:
                String(decoding: JSONText.encode(text).dropFirst().dropLast(), as: UTF8.self)
            case .form: PercentEncoding.encode(text)
            case .plain: text
            case .markup: Markup.escape(text)
            }
        }
    }

    private static let longest = 16 << 10
    /// The library reads and fills in sections within sections by calling itself.
    private static let mostSections = 50

    let source: String
    let style: Style
    /// Why it cannot be used; nil if it can.
    let fault: String?
    private let template: MustacheTemplate?

    init(_ source: String, _ style: Style) {
        self.source = source
        self.style = style
        if let fault = Self.objection(to: source) {
            (self.fault, template) = (fault, nil)
            return
        }
        do {
            template = try MustacheTemplate(string: Self.pragma(of: style) + source)
            fault = nil
        } catch {
            template = nil
            let reason =
                (error as? MustacheTemplate.ParserError).map { "\($0.error)" } ?? "\(error)"
            fault = "is not a Mustache template (\(reason))"
        }
    }

    package static func == (left: BodyTemplate, right: BodyTemplate) -> Bool {
        left.source == right.source && left.style == right.style
    }

    /// Of Mustache there are values, sections and comments. A value that is not escaped would let a
    /// sender write into the document; other templates there are none.
    private static func objection(to source: String) -> String? {
        guard source.utf8.count <= longest else { return "has more than \(longest) bytes" }
        var sections = 0
        for tag in source.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            switch tag.first(where: { !$0.isWhitespace }) {
            case "{", "&":
                return "has a value that would not be escaped; write {{name}} with two braces"
            case ">", "<", "$", "=", "%":
                return "may have values, sections and comments, but not {{"
                    + "\(tag.prefix(20).prefix { $0 != "}" })}}"
            case "#", "^": sections += 1
            case nil where tag.isEmpty:
                return "has a value that would not be escaped; write {{name}} with two braces"
            default: break
            }
        }
        return sections <= mostSections ? nil : "has more than \(mostSections) sections"
    }

    /// The library knows styles by name.
    private static func pragma(of style: Style) -> String {
        _ = registration
        return "{{% CONTENT_TYPE:\(name(of: style))}}"
    }

    private static let registration: Void = {
        for style in Style.allCases {
            MustacheContentTypes.register(Escaper(style: style), named: name(of: style))
        }
    }()

    private static func name(of style: Style) -> String { "linekeeper-\(style.rawValue)" }

    private struct Escaper: MustacheContentType {
        let style: Style

        func escapeText(_ text: String) -> String { style.escape(text) }
    }

    /// The text for one delivery.
    func filled(_ envelope: Envelope) -> String {
        guard let template,
            let field = try? JSONDecoder().decode(Field.self, from: Data(envelope.json))
        else { return "" }
        return template.render(field.value)
    }

    /// Whether a text is a JSON document.
    static func isJSON(_ text: String) -> Bool {
        (try? JSONDecoder().decode(Field.self, from: Data(text.utf8))) != nil
    }

    /// Any value of the document, as the library takes it.
    private struct Field: Decodable {
        let value: Any

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = [Any]()
            } else if let flag = try? container.decode(Bool.self) {
                value = flag
            } else if let number = try? container.decode(Int64.self) {
                value = number
            } else if let number = try? container.decode(Double.self) {
                value = number
            } else if let text = try? container.decode(String.self) {
                value = text
            } else if let items = try? container.decode([Field].self) {
                value = items.map(\.value)
            } else {
                value = try container.decode([String: Field].self).mapValues(\.value)
            }
        }
    }
}
