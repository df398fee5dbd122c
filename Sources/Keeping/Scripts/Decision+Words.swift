package import Scripting

/// A decision in full, for people who try scripts out.
extension Decision {
    /// The fields that its description does not already say.
    package var furtherFields: [(name: String, value: ScriptValue)] {
        fields.filter { name, value in
            !description.contains(value.text ?? value.json) && !(name == "tags" && kind == "tag")
        }
    }

    /// All of it in one line: texts in quotes, anything else as JSON has it.
    package var whole: String {
        let further = furtherFields.map { name, value in
            "\(name) \(value.text.map { "\"\($0)\"" } ?? value.json)"
        }
        return ([description] + further).joined(separator: "; ")
    }
}
