/// Makes words searchable inside a sentence in scripts without spaces between words.
extension Migration {
    static let signs = Migration(
        "5 signs",
        """
        -- Messages as the index has them: each sign of a script without blanks (Chinese, Japanese,
        -- Korean, Thai, Lao, Burmese, Khmer) is a word of its own. Of longer texts only the first
        -- 2,000 characters are taken apart.
        CREATE VIEW message_words AS
        SELECT id, \(words(of: "text")) AS text, \(words(of: "sender")) AS sender FROM message;

        DROP TRIGGER message_text_insert;
        DROP TRIGGER message_text_update;
        DROP TABLE message_text;
        CREATE VIRTUAL TABLE message_text USING fts5(
            text, sender, content='message_words', content_rowid='id',
            tokenize="unicode61 remove_diacritics 2");
        CREATE TRIGGER message_text_insert AFTER INSERT ON message BEGIN
            INSERT INTO message_text(rowid, text, sender)
                SELECT id, text, sender FROM message_words WHERE id = new.id;
        END;
        -- What is taken out of the index must be what was put in: it is read before it changes.
        CREATE TRIGGER message_text_before BEFORE UPDATE OF text, sender ON message BEGIN
            INSERT INTO message_text(message_text, rowid, text, sender)
                SELECT 'delete', id, text, sender FROM message_words WHERE id = old.id;
        END;
        CREATE TRIGGER message_text_after AFTER UPDATE OF text, sender ON message BEGIN
            INSERT INTO message_text(rowid, text, sender)
                SELECT id, text, sender FROM message_words WHERE id = new.id;
        END;
        INSERT INTO message_text(message_text) VALUES ('rebuild');
        """)

    private static let sign =
        "[\u{E00}-\u{EFF}\u{1000}-\u{109F}\u{1780}-\u{17FF}\u{3040}-\u{30FF}\u{3400}-\u{4DBF}\u{4E00}-\u{9FFF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FF66}-\u{FF9F}\u{20000}-\u{3FFFD}]"

    private static func words(of column: String) -> String {
        """
        CASE WHEN \(column) GLOB '*\(sign)*' THEN (
            WITH RECURSIVE
                head(text) AS MATERIALIZED (SELECT substr(message.\(column), 1, 2000)),
                step(place, sign, done) AS (
                    SELECT 1, substr(text, 1, 1), '' FROM head
                    UNION ALL
                    SELECT place + 1, substr(text, place + 1, 1),
                        done || CASE WHEN sign GLOB '\(sign)' THEN ' ' || sign || ' ' ELSE sign END
                    FROM step, head WHERE sign <> ''
                )
            SELECT done FROM step WHERE sign = ''
        ) || substr(\(column), 2001) ELSE \(column) END
        """
    }
}
