/// Texts with which a stranger may try to make a receiver do something.
enum HostileCorpus {
    static let texts: [String] = [
        // Markup of every service.
        "*b* _i_ ~s~ ~~s~~ `c` ```\nblock\n``` <b>b</b> **b** __u__ ||spoiler|| $$x$$ &lt;b&gt;",
        "# h\n> q\n- l\n+ l\n1. n\n| a | b |\n|---|---|\n===\n---\n![i](https://evil.example/i.png)",
        // Mentions.
        "@everyone @here @channel @all @room @username hello@example.org",
        "<!channel> <!here|x> <!everyone> <@U123> <#C123> <@123> <@&123> <@!123> <t:1:R> <:e:1>",
        // The same behind or before a character that joins it.
        "\u{600}*b\u{600}* *\u{301}x*\u{301} @\u{301}everyone \u{600}@everyone \u{600}<!channel> <\u{301}!here>",
        // Links with another text, links that run, and links for previews.
        "[x](javascript:alert(1)) <javascript:alert(1)|x> [y](https://evil.example) javascript:alert(1)",
        "see https://evil.example/track?id=1&x=2_3&y=*z* or <https://evil.example|your bank>",
        "https://evil.example/](javascript:alert(1)) tg://resolve?domain=evil",
        // Headers, commands and other documents.
        "a\r\nX-Evil: 1\r\n\r\n{}", "a\nBcc: evil@example.org\n\n.\r\nQUIT",
        #"","topic":"other","parse_mode":"HTML","chat_id":"1","html":1,"x":""#,
        "&html=1&priority=2&url=https://evil.example&user=other", "$(id) `id`; rm -rf / | cat %00",
        "{{message.code}} {{{secret}}} ${secret} %s %n \\u0000 \\", "home/+/# $SYS/broker +/#",
        // Characters that are not letters.
        "a\u{0}b\u{1}\u{7}\u{8}\u{1B}[2Jc\u{7F}\u{85}\u{9B}31m",
        "\u{2028}\u{2029}\u{FEFF}\u{E0041}",
        "\u{202E}txet\u{202C} \u{2066}x\u{2069} \u{202A}\u{202B}\u{202D}\u{2067}\u{2068}\u{200F}",
        String(decoding: [0x61, 0xD800, 0x62] as [UInt16], as: UTF16.self), "", " \n\t ",
        // Too much of anything, and cuts at every place within a character.
        String(repeating: "a", count: 100_000), String(repeating: "<", count: 5000),
        String(repeating: "@", count: 5000), String(repeating: "\\", count: 5000),
        String(repeating: "\u{301}", count: 5000), String(repeating: "\u{1}", count: 5000),
        String(repeating: "😀", count: 5000), "a" + String(repeating: "😀", count: 5000),
        String(repeating: "👩‍👩‍👧‍👦", count: 2000), "ab" + String(repeating: "👩‍👩‍👧‍👦", count: 1000),
        "abc" + String(repeating: "🇩🇪", count: 2000), String(repeating: "\"", count: 5000),
    ]
}
