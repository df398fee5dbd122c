/// The first schema: lines, messages, actions, ledger, events and scripts.
extension Migration {
    static let first = Migration(
        "1 lines, messages, actions",
        """
        -- One row: the identity that makes ids of this home unlike those of another.
        CREATE TABLE home (id TEXT NOT NULL) STRICT;

        CREATE TABLE line (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account TEXT NOT NULL,
            provider TEXT NOT NULL,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            in_doubt INTEGER NOT NULL DEFAULT 0,
            provider_id TEXT,
            number TEXT,
            country TEXT,
            service TEXT,
            label TEXT,
            price INTEGER,
            currency TEXT,
            purchased_at INTEGER NOT NULL,
            expires_at INTEGER,
            ended_at INTEGER,
            adopted INTEGER NOT NULL DEFAULT 0,
            available INTEGER NOT NULL DEFAULT 0,
            listening_until INTEGER,
            listening_window INTEGER,
            status_at INTEGER,
            wanted_until INTEGER,
            waking_since INTEGER,
            refund_until INTEGER,
            refund_refusal TEXT,
            cancellable_from INTEGER,
            product TEXT,
            days INTEGER,
            auto_extend INTEGER NOT NULL DEFAULT 0,
            message_count INTEGER NOT NULL DEFAULT 0,
            last_message_at INTEGER,
            episode INTEGER NOT NULL DEFAULT 0,
            looked_at INTEGER,
            warned_expiry INTEGER,
            warned_refund INTEGER,
            tags TEXT NOT NULL DEFAULT '[]'
        ) STRICT;

        -- Every provider id a line ever went under: a resend may continue it under a new one.
        CREATE TABLE line_provider_id (
            account TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            line INTEGER NOT NULL REFERENCES line(id),
            PRIMARY KEY (account, provider_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            identity TEXT NOT NULL UNIQUE,
            line INTEGER NOT NULL REFERENCES line(id),
            account TEXT NOT NULL,
            number TEXT,
            sender TEXT,
            text TEXT NOT NULL,
            code TEXT,
            received_at INTEGER,
            stored_at INTEGER NOT NULL,
            is_first INTEGER NOT NULL,
            state TEXT NOT NULL,
            route TEXT,
            tags TEXT NOT NULL DEFAULT '[]'
        ) STRICT;
        CREATE INDEX message_line ON message(line, id);
        CREATE INDEX message_stored_at ON message(stored_at);
        CREATE INDEX message_unhandled ON message(id) WHERE state = 'stored';

        CREATE VIRTUAL TABLE message_text USING fts5(
            text, sender, content='message', content_rowid='id',
            tokenize="unicode61 remove_diacritics 2");
        CREATE TRIGGER message_text_insert AFTER INSERT ON message BEGIN
            INSERT INTO message_text(rowid, text, sender) VALUES (new.id, new.text, new.sender);
        END;
        CREATE TRIGGER message_text_update AFTER UPDATE OF text, sender ON message BEGIN
            INSERT INTO message_text(message_text, rowid, text, sender)
                VALUES ('delete', old.id, old.text, old.sender);
            INSERT INTO message_text(rowid, text, sender) VALUES (new.id, new.text, new.sender);
        END;

        CREATE TABLE action (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            state TEXT NOT NULL,
            line INTEGER,
            message INTEGER REFERENCES message(id),
            channel TEXT,
            origin TEXT NOT NULL,
            payload TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            ended_at INTEGER,
            result TEXT
        ) STRICT;
        CREATE INDEX action_open ON action(state, due_at) WHERE state IN ('pending', 'running');
        CREATE INDEX action_forward ON action(channel, due_at)
            WHERE kind = 'forward' AND state = 'pending';
        CREATE INDEX action_line ON action(line);
        CREATE INDEX action_message ON action(message);

        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            account TEXT NOT NULL,
            line INTEGER,
            action INTEGER REFERENCES action(id),
            kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund')),
            what TEXT NOT NULL,
            origin TEXT NOT NULL,
            amount INTEGER NOT NULL,
            currency TEXT NOT NULL
        ) STRICT;
        CREATE INDEX ledger_at ON ledger(at);
        CREATE TRIGGER ledger_is_append_only_update BEFORE UPDATE ON ledger BEGIN
            SELECT RAISE(ABORT, 'the ledger is append-only');
        END;
        CREATE TRIGGER ledger_is_append_only_delete BEFORE DELETE ON ledger BEGIN
            SELECT RAISE(ABORT, 'the ledger is append-only');
        END;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            line INTEGER,
            message INTEGER,
            text TEXT NOT NULL,
            -- Whether scripts still have to be told (on_line, on_action).
            for_scripts INTEGER NOT NULL DEFAULT 0,
            payload TEXT
        ) STRICT;
        CREATE INDEX event_for_scripts ON event(id) WHERE for_scripts = 1;

        -- One row for each script that ran on something: what `explain` tells.
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            script TEXT NOT NULL,
            handler TEXT NOT NULL,
            message INTEGER REFERENCES message(id),
            outcome TEXT NOT NULL,
            decisions TEXT NOT NULL,
            log TEXT NOT NULL,
            failure TEXT,
            microseconds INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX run_message ON run(message) WHERE message IS NOT NULL;

        CREATE TABLE memory (
            script TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (script, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE timer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            script TEXT NOT NULL,
            name TEXT NOT NULL,
            data TEXT NOT NULL,
            due_at INTEGER NOT NULL,
            UNIQUE (script, name)
        ) STRICT;
        CREATE INDEX timer_due ON timer(due_at);
        """)
}
