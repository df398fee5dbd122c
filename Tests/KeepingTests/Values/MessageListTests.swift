@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Whether what a list shows of messages is stored already.
@Suite struct `A list of messages beside the stored one` {
    private let full = ReceivedMessage(text: "Your code is 1234", code: "1234", receivedAt: noon)

    private func covers(
        _ shown: [ReceivedMessage], by stored: [ReceivedMessage], episode: Int = 0
    ) -> Bool {
        let listing = MessageListing(stored, on: 1, episode: 0, at: noon)
        return StoredList(stored, listing).covers(shown, in: episode)
    }

    @Test func `one that shows the same messages, or some of them, has nothing new`() {
        let other = ReceivedMessage(text: "Your code is 5678", code: "5678", receivedAt: noon)
        #expect(covers([full], by: [full]))
        #expect(covers([full], by: [other, full]))
        #expect(!covers([full, other], by: [full]))
        #expect(!covers([full, full], by: [full]), "the same words may have come twice")
        #expect(covers([full, full], by: [full, full]))
        #expect(!covers([], by: [full]), "it shows nothing")
    }

    @Test func `one of another code is news, whatever it shows`() {
        #expect(!covers([full], by: [full], episode: 1))
    }

    @Test func `one that shows only codes is covered by the texts with them`() {
        #expect(covers([ReceivedMessage(text: "1234", code: "1234")], by: [full]))
        #expect(!covers([ReceivedMessage(text: "5678", code: "5678")], by: [full]))
        #expect(!covers([ReceivedMessage(text: "Your code", code: "1234")], by: [full]))
        #expect(!covers([ReceivedMessage(text: "1234")], by: [full]), "that is a text")
    }

    @Test func `a missing time or code is no difference, another one is`() {
        func shown(_ code: String?, _ time: Instant?) -> [ReceivedMessage] {
            [ReceivedMessage(text: full.text, code: code, receivedAt: time)]
        }
        #expect(covers(shown(nil, nil), by: [full]))
        #expect(covers(shown("1234", noon), by: [full]))
        #expect(!covers(shown("5678", noon), by: [full]))
        #expect(!covers(shown("1234", noon + .seconds(1)), by: [full]))
    }

    @Test func `an entry shows the same as before by its order, its messages and its state`() {
        func entry(
            _ id: String = "ID1", _ phase: ActivationStatus.Phase = .received,
            _ texts: [String] = ["1234"]
        ) -> ActivationReading {
            ActivationReading(
                providerID: id, status: ActivationStatus(phase),
                messages: texts.map { ReceivedMessage(text: $0) })
        }
        #expect(entry().showsTheSame(as: entry()))
        #expect(!entry().showsTheSame(as: nil))
        #expect(!entry().showsTheSame(as: entry("ID2")))
        #expect(!entry().showsTheSame(as: entry("ID1", .waiting)))
        #expect(!entry().showsTheSame(as: entry("ID1", .received, ["5678"])))
        #expect(entry("ID1", .received, []).tellsOfMessages)
        #expect(entry("ID1", .waiting).tellsOfMessages)
        #expect(!entry("ID1", .waiting, []).tellsOfMessages)
    }
}
