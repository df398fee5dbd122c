import Scripting
import Testing

@testable import Rehearsing

/// The forms in which results are written.
@Suite("Reports of tests") struct TestReportTests {
    private var summary: TestSummary {
        var summary = TestSummary()
        var passed = TestOutcome(
            file: "tests/a.lua", name: "one # two", place: "tests/a.lua:1", nil)
        passed.duration = .milliseconds(1234)
        passed.log = ["hi"]
        summary.add(passed)
        let failure = ScriptFailure(
            script: "tests/a.lua", kind: .error,
            message: "tests/a.lua:7: expected <x> & \"y\"\ngot      \u{1}")
        summary.add(
            TestOutcome(file: "tests/a.lua", name: "three", place: "tests/a.lua:5", failure))
        return summary
    }

    @Test func `TAP has a number for each, and the failure as YAML`() {
        let outcomes = summary.outcomes
        #expect(
            TestReport.tap(outcomes[0], number: 1)
                == "ok 1 - tests/a.lua: one \\# two\n# hi")
        #expect(
            TestReport.tap(outcomes[1], number: 2)
                == """
                not ok 2 - tests/a.lua: three
                  ---
                  at: tests/a.lua:7
                  message: |
                    tests/a.lua:7: expected <x> & "y"
                    got      \u{1}
                  ...
                """)
        #expect(TestReport.tapEnd(summary) == "1..2")
    }

    @Test func `JUnit is XML whatever a test is called`() {
        #expect(
            TestReport.junit(summary)
                == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites tests="2" failures="1">
                  <testsuite name="tests/a.lua" tests="2" failures="1">
                    <testcase classname="tests/a.lua" name="one # two" time="1.234"/>
                    <testcase classname="tests/a.lua" name="three" time="0.000">
                      <failure message="tests/a.lua:7: expected &lt;x&gt; &amp; &quot;y&quot;" \
                type="tests/a.lua:7">tests/a.lua:7: expected &lt;x&gt; &amp; &quot;y&quot;&#10;got      \
                \u{FFFD}</failure>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test func `people read a line for each, and how many failed`() {
        #expect(TestReport.line(summary.outcomes[1]).hasPrefix("FAIL  tests/a.lua: three\n"))
        #expect(TestReport.conclusion(summary) == "1 of 2 tests failed.")
        #expect(TestReport.conclusion(TestSummary()) == "0 tests passed.")
    }
}
