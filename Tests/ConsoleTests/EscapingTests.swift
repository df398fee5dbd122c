import Testing

@testable import Console

@Suite struct EscapingTests {
    @Test func `nothing that steers a terminal survives`() {
        let survivors = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
            .filter { scalar in
                Escaping.visible("a\(String(scalar))b").unicodeScalars.contains { shown in
                    switch shown.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: true
                    default: false
                    }
                }
            }
        #expect(survivors.isEmpty)
    }

    @Test func `what was hidden is spelled out`() {
        #expect(Escaping.visible("\u{1B}[31mred\u{7}") == "\\u{1b}[31mred\\u{7}")
        #expect(Escaping.visible("pay\u{202E}gnp.exe") == "pay\\u{202e}gnp.exe")
        #expect(Escaping.visible("1\u{200B}2\u{FEFF}3") == "1\\u{200b}2\\u{feff}3")
        #expect(Escaping.visible("\u{9B}2J") == "\\u{9b}2J")
    }

    @Test func `line breaks show or stay, each once`() {
        #expect(Escaping.visible("a\r\nb\nc\rd") == "a⏎b⏎c⏎d")
        #expect(Escaping.visible("a\r\nb\nc", lineBreaks: .kept) == "a\nb\nc")
    }

    @Test func `ordinary text of any script stays as it is`() {
        let text = "Ünïcode 東京 🍣 👍🏽 नमस्ते مرحبا e\u{301} Ω"
        #expect(Escaping.visible(text) == text)
    }

    @Test func `escaping twice changes nothing more`() {
        let once = Escaping.visible("\u{1B}]0;x\u{7}\n\u{2028}")
        #expect(Escaping.visible(once) == once)
    }

    @Test func `whatever is put into a sentence is escaped and the sentence is not`() {
        let sender = "\u{1B}[2JEve"
        let sentence: SafeText = "from \(sender)\nand \(7)"
        #expect(sentence.text == "from \\u{1b}[2JEve\nand 7")
    }
}
