/// Finds the one-time code in a text.
///
/// A text often holds several numbers: an amount, the end of a card's number, a telephone number,
/// minutes of validity. What is never a code is masked first; what is left is a code only if a word
/// for one stands beside it, and each word has one number. If nothing looks like a code, the answer is
/// nil rather than a guess.
package enum CodeFinder {
    package static func code(in text: String) -> String? { find(in: text)?.code }

    package static func find(in text: String) -> FoundCode? { find(in: text, .compiledIn) }

    static func find(in text: String, _ vocabulary: Vocabulary) -> FoundCode? {
        var reading = Reading(text)
        reading.split(by: vocabulary)
        if let bound = BoundCode(in: reading) { return bound.found(reading, vocabulary) }
        let hits = Hits(in: reading, of: vocabulary)
        var masks = Masks(reading, hits)
        let candidates = Candidates(in: reading, &masks)
        guard !candidates.all.isEmpty else { return nil }
        let sentences = Sentences(in: reading, hits)
        let linker = Linker(
            reading: reading, hits: hits, masks: masks, candidates: candidates, sentences: sentences
        )
        var found = Choice(linker).found
        found?.validFor = Validity(reading, hits, sentences).duration
        return found
    }
}
