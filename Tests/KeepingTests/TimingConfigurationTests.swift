import Configuring
import Keeping
import Lines
import Testing

@testable import Scripting

/// When channels are sent to, and where routes lead, as config.lua says it.
@Suite("Timing and chains in config.lua") struct TimingConfigurationTests {
    private static let phone: ScriptValue = ["channel_type": "file", "path": "a.jsonl"]

    private func complaintOfPhone(_ more: (String, ScriptValue)...) -> String? {
        var fields = Self.phone.fields ?? [:]
        for (name, value) in more { fields[name] = value }
        return whatIsWrong(with: ["channels": ["phone": .table(fields)]])
    }

    @Test func `hours, digests, rates and chains are taken in all their forms`() {
        let hours: [ScriptValue] = [
            "22:00-07:00", ["22:00-07:00", "sat,sun 13:00-15:00"],
            [
                "hours": ["22:00-07:00"], "days": "mon..fri", "zone": "Asia/Tokyo",
                "let_through": ["urgent"], "afterwards": "each",
            ], ["hours": ["22:00-07:00"], "days": ["sat", "sun"], "let_through": []],
        ]
        for value in hours { #expect(complaintOfPhone(("quiet", value)) == nil) }
        for value in ["1h", "1d at 07:00", ["every": "15m", "most": 20]] as [ScriptValue] {
            #expect(complaintOfPhone(("digest", value)) == nil)
        }
        for value in ["20/h", "1/s", "5/10m", "100/d"] as [ScriptValue] {
            #expect(complaintOfPhone(("rate", value)) == nil)
        }
        for route in [
            ["first_of": ["phone", "desk"], "within": "1m"], ["all": ["phone", "desk"]],
            ["phone", ["first_of": ["desk"]]], [],
        ] as [ScriptValue] {
            #expect(
                whatIsWrong(with: [
                    "channels": ["phone": Self.phone, "desk": Self.phone],
                    "routes": ["codes": route],
                ]) == nil)
        }
    }

    @Test(
        arguments: [
            ("quiet", "22:00", "\"22:00\" is no part of a day"), ("quiet", [:], "hours is missing"),
            ("quiet", "00:00-24:00", "must leave some time of the week"),
            ("quiet", 7, "must be a table"),
            ("quiet", ["hours": ["22:00-07:00"], "days": "weekend"], "must be days such as"),
            (
                "quiet", ["hours": ["22:00-07:00"], "let_through": ["codes"]],
                "did you mean \"code\"?"
            ),
            (
                "quiet", ["hours": ["22:00-07:00"], "afterwards": "all"],
                "must be one of \"digest\""
            ),
            ("digest", "hourly", "is no schedule"), ("digest", ["most": 3], "every is missing"),
            ("digest", ["every": "1h", "most": 1], "a whole number from 2 to 200"),
            ("rate", "20", "such as \"20/h\""), ("rate", "0/h", "such as"),
            ("rate", "5/x", "such as"),
            ("rate", "5/h/h", "such as"),
        ] as [(String, ScriptValue, String)])
    func `a timing that cannot be meant says what can`(
        key: String, value: ScriptValue, words: String
    ) throws {
        let said = try #require(complaintOfPhone((key, value)))
        #expect(said.contains("channels.phone.\(key)"), "\(said)")
        #expect(said.contains(words), "\(said)")
    }

    @Test(
        arguments: [
            (["first_of": ["phone", "desk"]], "there is no channel desk"),
            (["first_of": []], "must name at least one channel"),
            (["first_of": ["phone", "phone"]], "names a channel twice"),
            (["all": ["phone"], "within": "1m"], "goes with first_of"),
            (["first": ["phone"]], "unknown key"), (["within": "1m"], "must have either"),
            (["phone", ["all": ["nobody"]]], "there is no channel nobody"), ("phone", "a list"),
        ] as [(ScriptValue, String)])
    func `a chain that cannot be meant says what can`(route: ScriptValue, words: String) throws {
        let said = try #require(
            whatIsWrong(with: ["channels": ["phone": Self.phone], "routes": ["codes": route]]))
        #expect(said.contains(words), "\(said)")
    }
}
