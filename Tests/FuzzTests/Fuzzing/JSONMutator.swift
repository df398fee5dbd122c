import ProviderEmulator

/// Mutates the content of JSON and keeps the syntax valid.
///
/// Random byte flips nearly always end in the parser. A reader's own mistakes come after it: an
/// unexpected type, a duplicate member, a number too large for later arithmetic.
struct JSONMutator {
    /// Names with a meaning for the current reader.
    let names: [String]

    func spoiled(_ sample: JSON, _ dice: inout Dice) -> JSON {
        var value = sample
        for _ in 0...dice.count(upTo: 5) { value = changed(value, &dice) }
        return value
    }

    /// The value with one random change in it.
    private func changed(_ value: JSON, _ dice: inout Dice) -> JSON {
        switch value {
        case .array(let values) where !values.isEmpty && !dice.oneIn(4):
            .array(items(values, &dice))
        case .object(let members) where !members.isEmpty && !dice.oneIn(4):
            .object(self.members(members, &dice))
        default: replacement(of: value, &dice)
        }
    }

    private func items(_ values: [JSON], _ dice: inout Dice) -> [JSON] {
        var values = values
        let place = dice.roll(values.count)
        switch dice.roll(8) {
        case 0: values.remove(at: place)
        case 1: values.insert(replacement(of: .null, &dice), at: place)
        case 2:
            let copies = Array(repeating: values[place], count: dice.count(upTo: 500))
            values.insert(contentsOf: copies, at: place)
        case 3: values.reverse()
        default: values[place] = changed(values[place], &dice)
        }
        return values
    }

    private func members(_ members: [JSON.Member], _ dice: inout Dice) -> [JSON.Member] {
        var members = members
        let place = dice.roll(members.count)
        let other = dice.roll(members.count)
        switch dice.roll(10) {
        case 0: members.remove(at: place)
        case 1: members[place].name = dice.pick(names)
        case 2:
            members.append(JSON.Member(dice.pick(names), replacement(of: .null, &dice)))
        case 3:
            members.append(
                JSON.Member(members[place].name, changed(members[other].value, &dice)))
        case 4:
            let copies = Array(repeating: members[place], count: dice.count(upTo: 500))
            members.insert(contentsOf: copies, at: place)
        case 5: members[place].value = members[other].value
        default: members[place].value = changed(members[place].value, &dice)
        }
        return members
    }

    private func replacement(of value: JSON, _ dice: inout Dice) -> JSON {
        switch dice.roll(12) {
        case 0: .null
        case 1: .bool(dice.oneIn(2))
        case 2: .array([value])
        case 3: .object([JSON.Member(dice.pick(names + ["0"]), value)])
        case 4: .string(value.description)
        case 5: .string(value.text ?? "")
        case 6: nested(value, &dice)
        case 7: dice.oneIn(2) ? .array([]) : .object([])
        case 8: .string(dice.pick(Hostile.times))
        case 9: .string(dice.pick(Hostile.texts))
        case 10: .string(dice.pick(Hostile.numbers))
        default: number(&dice)
        }
    }

    /// Only numbers that JSON allows; the others are for strings.
    private func number(_ dice: inout Dice) -> JSON {
        let text = dice.pick(Hostile.numbers)
        let isNumber = JSON(parsing: text.utf8) != nil && !text.hasSuffix(".")
        return .number(isNumber ? text : "7")
    }

    private func nested(_ value: JSON, _ dice: inout Dice) -> JSON {
        var value = value
        for _ in 0..<dice.count(upTo: 80) {
            value = dice.oneIn(2) ? .array([value]) : .object([JSON.Member("0", value)])
        }
        return value
    }
}
