import ProviderEmulator
import Randomness

/// Mutates the content of JSON and keeps the syntax valid.
///
/// Random byte flips nearly always end in the parser. A reader's own mistakes come after it: an
/// unexpected type, a duplicate member, a number too large for later arithmetic.
struct JSONMutator {
    /// Names with a meaning for the current reader.
    let names: [String]

    func spoiled(_ sample: JSON, _ random: inout SeededRandom) -> JSON {
        var value = sample
        for _ in 0...random.count(upTo: 5) { value = changed(value, &random) }
        return value
    }

    /// The value with one thing changed somewhere in it.
    private func changed(_ value: JSON, _ random: inout SeededRandom) -> JSON {
        switch value {
        case .array(let values) where !values.isEmpty && !random.oneIn(4):
            .array(items(values, &random))
        case .object(let members) where !members.isEmpty && !random.oneIn(4):
            .object(self.members(members, &random))
        default: replacement(of: value, &random)
        }
    }

    private func items(_ values: [JSON], _ random: inout SeededRandom) -> [JSON] {
        var values = values
        let place = random.roll(values.count)
        switch random.roll(8) {
        case 0: values.remove(at: place)
        case 1: values.insert(replacement(of: .null, &random), at: place)
        case 2:
            let copies = Array(repeating: values[place], count: random.count(upTo: 500))
            values.insert(contentsOf: copies, at: place)
        case 3: values.reverse()
        default: values[place] = changed(values[place], &random)
        }
        return values
    }

    private func members(_ members: [JSON.Member], _ random: inout SeededRandom) -> [JSON.Member] {
        var members = members
        let place = random.roll(members.count)
        let other = random.roll(members.count)
        switch random.roll(10) {
        case 0: members.remove(at: place)
        case 1: members[place].name = random.pick(names)
        case 2:
            members.append(JSON.Member(random.pick(names), replacement(of: .null, &random)))
        case 3:
            members.append(
                JSON.Member(members[place].name, changed(members[other].value, &random)))
        case 4:
            let copies = Array(repeating: members[place], count: random.count(upTo: 500))
            members.insert(contentsOf: copies, at: place)
        case 5: members[place].value = members[other].value
        default: members[place].value = changed(members[place].value, &random)
        }
        return members
    }

    private func replacement(of value: JSON, _ random: inout SeededRandom) -> JSON {
        switch random.roll(12) {
        case 0: .null
        case 1: .bool(random.oneIn(2))
        case 2: .array([value])
        case 3: .object([JSON.Member(random.pick(names + ["0"]), value)])
        case 4: .string(value.description)
        case 5: .string(value.text ?? "")
        case 6: nested(value, &random)
        case 7: random.oneIn(2) ? .array([]) : .object([])
        case 8: .string(random.pick(Hostile.times))
        case 9: .string(random.pick(Hostile.texts))
        case 10: .string(random.pick(Hostile.numbers))
        default: number(&random)
        }
    }

    /// Only what JSON has as numbers; the rest is for strings.
    private func number(_ random: inout SeededRandom) -> JSON {
        let text = random.pick(Hostile.numbers)
        let isNumber = JSON(parsing: text.utf8) != nil && !text.hasSuffix(".")
        return .number(isNumber ? text : "7")
    }

    private func nested(_ value: JSON, _ random: inout SeededRandom) -> JSON {
        var value = value
        for _ in 0..<random.count(upTo: 80) {
            value = random.oneIn(2) ? .array([value]) : .object([JSON.Member("0", value)])
        }
        return value
    }
}
