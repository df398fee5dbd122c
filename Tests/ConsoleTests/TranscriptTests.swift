import Foundation
import Testing

@Suite struct TranscriptTests {
    @Test(arguments: Transcript.all.map { $0.file.lastPathComponent })
    func `a conversation goes as it is written down`(name: String) async throws {
        let transcript = Transcript(file: Transcript.folder.appending(path: name))
        let (expected, actual) = try await transcript.replay()
        // RECORD_TRANSCRIPTS=1 writes the actual output into the files, for review in the diff.
        if ProcessInfo.processInfo.environment["RECORD_TRANSCRIPTS"] != nil {
            try actual.write(to: transcript.file, atomically: true, encoding: .utf8)
        } else {
            #expect(expected == actual)
        }
    }

    @Test func `there are conversations`() {
        #expect(Transcript.all.count >= 8)
    }
}
