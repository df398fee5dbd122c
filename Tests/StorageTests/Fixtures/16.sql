-- A database of version 16 with rows in every table, as that version wrote them.
-- Frozen: later versions are tested by opening it.

PRAGMA application_id = 1280004178;

CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE home (id TEXT NOT NULL, restored_at INTEGER) STRICT;
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
, backlog_until INTEGER, told_at INTEGER) STRICT;
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
, backlog INTEGER NOT NULL DEFAULT 0, completions INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0, code_confidence TEXT, code_reason TEXT, code_valid_until INTEGER, code_for TEXT, code_told TEXT, kind TEXT NOT NULL DEFAULT 'sms') STRICT;
CREATE INDEX message_line ON message(line, id);
CREATE INDEX message_stored_at ON message(stored_at);
CREATE INDEX message_unhandled ON message(id) WHERE state = 'stored';
CREATE VIEW message_words AS
SELECT id, CASE WHEN text GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽]*' THEN (
    WITH RECURSIVE
        head(text) AS MATERIALIZED (SELECT substr(message.text, 1, 2000)),
        step(place, sign, done) AS (
            SELECT 1, substr(text, 1, 1), '' FROM head
            UNION ALL
            SELECT place + 1, substr(text, place + 1, 1),
                done || CASE WHEN sign GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽]' THEN ' ' || sign || ' ' ELSE sign END
            FROM step, head WHERE sign <> ''
        )
    SELECT done FROM step WHERE sign = ''
) || substr(text, 2001) ELSE text END AS text, CASE WHEN sender GLOB '*[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽]*' THEN (
    WITH RECURSIVE
        head(text) AS MATERIALIZED (SELECT substr(message.sender, 1, 2000)),
        step(place, sign, done) AS (
            SELECT 1, substr(text, 1, 1), '' FROM head
            UNION ALL
            SELECT place + 1, substr(text, place + 1, 1),
                done || CASE WHEN sign GLOB '[฀-໿က-႟ក-៿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿ｦ-ﾟ𠀀-𿿽]' THEN ' ' || sign || ' ' ELSE sign END
            FROM step, head WHERE sign <> ''
        )
    SELECT done FROM step WHERE sign = ''
) || substr(sender, 2001) ELSE sender END AS sender FROM message;

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
, handle TEXT, next_at INTEGER, status INTEGER, answer TEXT, held TEXT) STRICT;
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
, retry_at INTEGER, retry_failures INTEGER NOT NULL DEFAULT 0, retry_scripts TEXT) STRICT;
CREATE INDEX event_for_scripts ON event(id) WHERE for_scripts = 1;
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
, places TEXT NOT NULL DEFAULT '[]', version TEXT) STRICT;
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
    due_at INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0, chain TEXT NOT NULL DEFAULT '[]', occurs_at INTEGER NOT NULL DEFAULT 0, schedule TEXT, missed TEXT NOT NULL DEFAULT 'once', zone TEXT,
    UNIQUE (script, name)
) STRICT;
CREATE INDEX timer_due ON timer(due_at);
CREATE TABLE silence (
    account TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    asked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE push (
    account TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    subscription TEXT,
    secret TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX message_time ON message(line, received_at);
CREATE INDEX message_alike
    ON message(line, length(text), substr(text, 1, 24), substr(text, -24), stored_at);
CREATE INDEX message_code ON message(line, code, stored_at) WHERE code IS NOT NULL;
CREATE INDEX message_sender ON message(sender, id) WHERE sender IS NOT NULL;
CREATE INDEX message_route ON message(route, id) WHERE route IS NOT NULL;
CREATE INDEX message_tagged ON message(id) WHERE tags != '[]';
CREATE INDEX event_line ON event(line, id) WHERE line IS NOT NULL;
CREATE INDEX event_message ON event(message, id) WHERE message IS NOT NULL;
CREATE INDEX action_channel ON action(channel, state) WHERE channel IS NOT NULL;
CREATE INDEX action_trouble ON action(channel, id)
    WHERE channel IS NOT NULL AND state != 'done' AND result IS NOT NULL;
CREATE INDEX action_unfinished ON action(state, id) WHERE state != 'done';
CREATE INDEX action_plan ON action(key) WHERE origin = 'plan';
CREATE INDEX action_handle ON action(origin, handle) WHERE handle IS NOT NULL;
CREATE INDEX action_next ON action(next_at)
    WHERE kind = 'forward' AND state = 'pending' AND next_at IS NOT NULL;
CREATE INDEX action_held ON action(due_at, id)
    WHERE held IS NOT NULL AND state = 'pending';
CREATE INDEX message_code_told ON message(line, code_told, stored_at)
    WHERE code_told IS NOT NULL;
CREATE TABLE comparison (
    action INTEGER PRIMARY KEY REFERENCES action(id),
    account TEXT NOT NULL,
    -- What the call took or returned by its answer; NULL if nothing was booked.
    booked INTEGER,
    currency TEXT,
    since INTEGER NOT NULL
) STRICT;
CREATE TABLE clock (
    account TEXT PRIMARY KEY,
    ahead INTEGER NOT NULL
) STRICT;
CREATE TABLE low_balance (
    account TEXT PRIMARY KEY,
    told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE message_part (
    line INTEGER NOT NULL REFERENCES line(id),
    id TEXT NOT NULL,
    series TEXT NOT NULL,
    message TEXT NOT NULL,
    part INTEGER NOT NULL,
    text TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (line, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_part_series ON message_part(line, series, stored_at);
CREATE INDEX message_part_stored_at ON message_part(stored_at);
CREATE TABLE script (
    name TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    failures INTEGER NOT NULL,
    pauses INTEGER NOT NULL,
    paused_until INTEGER,
    reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX run_failed ON run(script, message)
    WHERE outcome = 'failed' AND message IS NOT NULL;
CREATE TABLE script_version (
    script TEXT NOT NULL,
    hash TEXT NOT NULL,
    text TEXT NOT NULL,
    -- When it last began to run; for one that never ran, when it was replaced.
    since INTEGER NOT NULL,
    has_run INTEGER NOT NULL,
    PRIMARY KEY (script, hash)
) STRICT;
CREATE INDEX script_version_since ON script_version (since);
CREATE TABLE trouble (
    kind TEXT NOT NULL,
    -- The account, channel or script, or the id of the line or action; may be empty.
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    remedy TEXT NOT NULL,
    -- How its end is told.
    over TEXT NOT NULL,
    since INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    told INTEGER NOT NULL,
    ended_at INTEGER,
    end_told INTEGER NOT NULL,
    -- How often it came back shortly after it was away.
    returns INTEGER NOT NULL,
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX trouble_ended ON trouble(ended_at);

-- What is asked every few seconds.
CREATE INDEX timer_failing ON timer(script) WHERE failures > 0;
CREATE INDEX action_dead ON action(channel, ended_at)
    WHERE kind = 'forward' AND state = 'failed';
CREATE INDEX action_waiting ON action(channel, created_at)
    WHERE kind = 'forward' AND state = 'pending' AND held IS NULL AND attempts > 0;

INSERT INTO grdb_migrations (identifier)
    VALUES ('1 lines, messages, actions');
INSERT INTO grdb_migrations (identifier)
    VALUES ('2 restores');
INSERT INTO grdb_migrations (identifier)
    VALUES ('3 silence');
INSERT INTO grdb_migrations (identifier)
    VALUES ('4 push');
INSERT INTO grdb_migrations (identifier)
    VALUES ('5 signs');
INSERT INTO grdb_migrations (identifier)
    VALUES ('6 reconciliation');
INSERT INTO grdb_migrations (identifier)
    VALUES ('7 codes');
INSERT INTO grdb_migrations (identifier)
    VALUES ('8 kinds of messages');
INSERT INTO grdb_migrations (identifier)
    VALUES ('9 what a start remembers');
INSERT INTO grdb_migrations (identifier)
    VALUES ('10 low balances and parts of messages');
INSERT INTO grdb_migrations (identifier)
    VALUES ('11 standing of scripts');
INSERT INTO grdb_migrations (identifier)
    VALUES ('12 schedules of scripts');
INSERT INTO grdb_migrations (identifier)
    VALUES ('13 chains and answers of forwards');
INSERT INTO grdb_migrations (identifier)
    VALUES ('14 versions of scripts');
INSERT INTO grdb_migrations (identifier)
    VALUES ('15 holds of forwards');
INSERT INTO grdb_migrations (identifier)
    VALUES ('16 troubles');
INSERT INTO home (id, restored_at)
    VALUES ('c0ffee123456', 1769860800000);
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (1, 'pool', 'smspool', 'rental', 'active', 0, 'RENTAL0001', '+447700900001', 'GB', NULL, 'bank', 180000, 'USD', 1769515200000, 1772107200000, NULL, 0, 1, 1769947290000, 90000, 1769947170000, 1769948100000, 1769947080000, 1769954400000, NULL, NULL, '2', 30, 1, 2, 1769947150000, 0, 1769947170000, 1772107200000, 1769954400000, '["bank","a \"quoted\" tag"]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (2, 'pool', 'smspool', 'rental', 'active', 1, 'RENTAL0002', '+447700900002', 'GB', 'WhatsApp', NULL, 95000, 'USD', 1769943600000, 1770465600000, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (3, 'pool', 'smspool', 'rental', 'expired', 0, 'RENTAL0003', '+12025550103', 'US', NULL, 'old one', 250000, 'USD', 1766491200000, 1769083200000, 1769083200000, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (4, 'pool', 'smspool', 'rental', 'refunded', 0, 'RENTAL0004', '+12025550104', 'US', NULL, NULL, 70000, 'EUR', 1769774400000, 1770379200000, 1769860800000, 0, 0, NULL, NULL, NULL, NULL, NULL, 1769860800000, 'The refund window is closed.', NULL, '7', 7, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (5, 'second', 'smspool', 'rental', 'lost', 0, 'RENTAL0005', '+33700000005', 'FR', NULL, 'verloren ✓', NULL, NULL, 1769169600000, NULL, 1769688000000, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (6, 'pool', 'smspool', 'activation', 'waiting', 0, 'ORDER00006', '+447700900006', 'GB', 'Telegram', NULL, 3500, 'USD', 1769947140000, 1769948340000, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1769947260000, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (7, 'pool', 'smspool', 'activation', 'received', 0, 'ORDER00007', '+447700900007', 'GB', 'WhatsApp', NULL, 12000, 'USD', 1769946600000, 1769947800000, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 2, 1769947100000, 1, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (8, 'pool', 'smspool', 'activation', 'finished', 0, 'ORDER00008', '+447700900008', 'GB', 'WhatsApp', NULL, 12000, 'USD', 1769940000000, 1769941200000, 1769940700000, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (9, 'pool', 'smspool', 'activation', 'cancelled', 0, 'ORDER00009', '+447700900009', 'GB', 'Google', NULL, 9000, 'USD', 1769940000000, 1769941200000, 1769940200000, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (10, 'pool', 'smspool', 'activation', 'refunded', 0, 'ORDER00010', '+447700900010', 'GB', 'Google', NULL, 9000, 'USD', 1769940000000, 1769941200000, 1769940300000, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (11, 'pool', 'smspool', 'activation', 'expired', 0, 'ORDER00011', '+447700900011', 'GB', 'Discord', NULL, 4200, 'USD', 1769938000000, 1769939200000, 1769939200000, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line (id, account, provider, kind, state, in_doubt, provider_id, number, country, service, label, price, currency, purchased_at, expires_at, ended_at, adopted, available, listening_until, listening_window, status_at, wanted_until, waking_since, refund_until, refund_refusal, cancellable_from, product, days, auto_extend, message_count, last_message_at, episode, looked_at, warned_expiry, warned_refund, tags)
    VALUES (12, 'pool', 'smspool', 'activation', 'ordering', 1, NULL, NULL, 'GB', 'Signal', NULL, 8000, 'USD', 1769947195000, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, NULL, NULL, NULL, '[]');
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00006', 6);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00007', 7);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00007-FIRST', 7);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00008', 8);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00009', 9);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00010', 10);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'ORDER00011', 11);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'RENTAL0001', 1);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'RENTAL0002', 2);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'RENTAL0003', 3);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('pool', 'RENTAL0004', 4);
INSERT INTO line_provider_id (account, provider_id, line)
    VALUES ('second', 'RENTAL0005', 5);
INSERT INTO message (id, identity, line, account, number, sender, text, code, received_at, stored_at, is_first, state, route, tags)
    VALUES (1, '1|1769947100000|MYBANK|Your code is 482910.|0', 1, 'pool', '+447700900001', 'MYBANK', 'Your code is 482910. Do not share it.', '482910', 1769947100000, 1769947101000, 1, 'handled', 'bank', '["bank"]');
INSERT INTO message (id, identity, line, account, number, sender, text, code, received_at, stored_at, is_first, state, route, tags)
    VALUES (2, '1|1769947150000|MYBANK|Ihr Code für die Überweisung: 771122|0', 1, 'pool', '+447700900001', 'MYBANK', 'Ihr Code für die Überweisung: 771122 ✓', '771122', 1769947150000, 1769947151000, 0, 'failed', NULL, '[]');
INSERT INTO message (id, identity, line, account, number, sender, text, code, received_at, stored_at, is_first, state, route, tags)
    VALUES (3, '7|e0|G-1|0', 7, 'pool', '+447700900007', NULL, 'G-114477', '114477', NULL, 1769946700000, 1, 'handled', 'codes', '["code","first"]');
INSERT INTO message (id, identity, line, account, number, sender, text, code, received_at, stored_at, is_first, state, route, tags)
    VALUES (4, '7|e1|998877|0', 7, 'pool', '+447700900007', NULL, '998877', '998877', NULL, 1769947100000, 0, 'stored', NULL, '[]');
INSERT INTO message (id, identity, line, account, number, sender, text, code, received_at, stored_at, is_first, state, route, tags)
    VALUES (5, '3|1769000000000|SPAM|<b>win</b>|0', 3, 'pool', NULL, 'O''Neill; DROP TABLE line', '<b>win</b> =1+1 ‮', NULL, 1768996800000, 1768996800000, 1, 'handled', NULL, '[]');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (1, 'c0ffee123456-m1-phone', 'forward', 'done', 1, 1, 'phone', '10-bank.lua', '{"content":{"text":"Your code is 482910."}}', 1, 1769947101000, 1769947101000, 1769947102000, 'Delivered.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (2, 'c0ffee123456-m2-phone', 'forward', 'pending', 1, 2, 'phone', '10-bank.lua', '{"content":{"text":"Ihr Code","title":"Bank"}}', 3, 1769947151000, 1769947240000, NULL, 'The receiver answered 503.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (3, 'c0ffee123456-m3-desk', 'forward', 'failed', 7, 3, 'desk', '30-codes.lua', '{"content":{"text":"G-114477"}}', 24, 1769946700000, 1769946800000, 1769946900000, 'Given up.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (4, '3f2a01', 'order', 'done', 7, NULL, NULL, 'console', '{"account":"pool","country":"1","price":{"currency":"USD","tenThousandths":12000},"service":"24","strangers":[]}', 1, 1769946600000, 1769946600000, 1769946601000, 'Bought for 1.2000 USD.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (5, '3f2a02', 'order', 'doubt', 12, NULL, NULL, 'console', '{"account":"pool","country":"1","doubtSince":{"milliseconds":1769947196000},"price":{"currency":"USD","tenThousandths":8000},"service":"30","strangers":["ORDER00001"]}', 1, 1769947195000, 1769947195000, NULL, 'The outcome of order is unknown.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (6, '3f2a03', 'rent', 'done', 1, NULL, NULL, 'console', '{"account":"pool","days":30,"offer":"2","price":{"currency":"USD","tenThousandths":180000}}', 1, 1769515200000, 1769515200000, 1769515200900, 'Bought for 18.0000 USD.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (7, '3f2a04', 'extend', 'doubt', 2, NULL, NULL, 'console', '{"days":7,"doubtSince":{"milliseconds":1769947197000},"expiryBefore":{"milliseconds":1770465600000},"price":{"currency":"USD","tenThousandths":95000},"seen":0}', 1, 1769947190000, 1769947190000, NULL, 'The outcome of extend is unknown.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (8, 'plan-extend-1-1772107200000', 'extend', 'pending', 1, NULL, NULL, 'plan', '{"days":30,"maxPrice":{"currency":"USD","tenThousandths":200000}}', 2, 1769947140000, 1769948940000, NULL, 'Not enough balance on the account. Top it up.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (9, 'plan-refund-4', 'refund', 'done', 4, NULL, NULL, 'plan', '{}', 1, 1769860800000, 1769860800000, 1769860800500, 'Refunded.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (10, 'plan-cancel-6-0', 'cancel', 'pending', 6, NULL, NULL, 'plan', '{}', 1, 1769947190000, 1769947260000, NULL, 'Too early.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (11, '3f2a05', 'cancel', 'running', 6, NULL, NULL, '20-rest.lua', '{"seen":0}', 1, 1769947199000, 1769947199000, NULL, NULL);
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (12, '3f2a06', 'resend', 'failed', 8, NULL, NULL, 'console', '{"seen":1}', 1, 1769941200000, 1769941200000, 1769941210000, 'It cannot be asked for again.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (13, '3f2a07', 'swap', 'failed', 6, NULL, NULL, 'console', '{}', 1, 1769947194000, 1769947194000, 1769947194100, 'Not offered.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (14, 'plan-finish-8-0-1', 'finish', 'done', 8, NULL, NULL, 'plan', '{}', 1, 1769940700000, 1769940700000, 1769940700000, 'Finished.');
INSERT INTO action (id, key, kind, state, line, message, channel, origin, payload, attempts, created_at, due_at, ended_at, result)
    VALUES (15, '3f2a08', 'wake', 'done', 1, NULL, NULL, 'console', '{"seconds":900}', 1, 1769947110000, 1769947110000, 1769947111000, 'Awake.');
INSERT INTO ledger (id, at, account, line, action, kind, what, origin, amount, currency)
    VALUES (1, 1769946600000, 'pool', 7, 4, 'charge', 'order', 'console', 12000, 'USD');
INSERT INTO ledger (id, at, account, line, action, kind, what, origin, amount, currency)
    VALUES (2, 1769515200000, 'pool', 1, 6, 'charge', 'rent', 'console', 180000, 'USD');
INSERT INTO ledger (id, at, account, line, action, kind, what, origin, amount, currency)
    VALUES (3, 1769860800000, 'pool', 4, 9, 'refund', 'refund', 'plan', 70000, 'EUR');
INSERT INTO ledger (id, at, account, line, action, kind, what, origin, amount, currency)
    VALUES (4, 1769940300000, 'pool', 10, NULL, 'refund', 'returned by the provider', 'provider', 9000, 'USD');
INSERT INTO event (id, at, kind, line, message, text, for_scripts, payload)
    VALUES (1, 1769947101000, 'message', 1, 1, 'Message 1 from MYBANK.', 0, NULL);
INSERT INTO event (id, at, kind, line, message, text, for_scripts, payload)
    VALUES (2, 1769947196000, 'doubt', 12, NULL, 'The outcome of order is unknown.', 0, NULL);
INSERT INTO event (id, at, kind, line, message, text, for_scripts, payload)
    VALUES (3, 1769947197000, 'listening', 1, NULL, 'Switched on.', 1, '{"event":"listening","line":1,"text":"Switched on."}');
INSERT INTO event (id, at, kind, line, message, text, for_scripts, payload)
    VALUES (4, 1769947198000, 'account_trouble', NULL, NULL, 'Account second: nobody answers.', 0, NULL);
INSERT INTO run (id, at, script, handler, message, outcome, decisions, log, failure, microseconds)
    VALUES (1, 1769947101500, '10-bank.lua', 'on_message', 1, 'stopped', '["route bank","stop"]', '["saw 482910"]', NULL, 412);
INSERT INTO run (id, at, script, handler, message, outcome, decisions, log, failure, microseconds)
    VALUES (2, 1769947151500, '10-bank.lua', 'on_message', 2, 'failed', '[]', '[]', '10-bank.lua:4: attempt to index nil
  in on_message', 250113);
INSERT INTO run (id, at, script, handler, message, outcome, decisions, log, failure, microseconds)
    VALUES (3, 1769946800000, '90-digest.lua', 'on_timer', NULL, 'completed', '[]', '[]', NULL, 99);
INSERT INTO memory (script, key, value)
    VALUES ('10-bank.lua', 'ü', 'null');
INSERT INTO memory (script, key, value)
    VALUES ('90-digest.lua', 'count', '{"n":3}');
INSERT INTO memory (script, key, value)
    VALUES ('90-digest.lua', 'last', '"2026-02-01"');
INSERT INTO timer (id, script, name, data, due_at)
    VALUES (1, '90-digest.lua', 'daily', 'null', 1769950800000);
INSERT INTO timer (id, script, name, data, due_at)
    VALUES (2, '10-bank.lua', 'remind', '{"line":1}', 1769947199000);
INSERT INTO silence (account, since, asked)
    VALUES ('second', 1769601600000, 259200000);
INSERT INTO silence (account, since, asked)
    VALUES ('third', 1769947140000, 5000);
INSERT INTO push (account, token, subscription, secret)
    VALUES ('pool', '0f1e2d3c4b5a69788796a5b4c3d2e1f0', NULL, NULL);
INSERT INTO push (account, token, subscription, secret)
    VALUES ('second', '00112233445566778899aabbccddeeff', 'wh_7', 'whsec_0123');
UPDATE line SET told_at = 1769947140000 WHERE id = 1;
UPDATE line SET backlog_until = 1769947000000 WHERE id = 3;
UPDATE message SET backlog = 1 WHERE id = 5;
UPDATE message SET completions = 2, revision = 1 WHERE id = 3;
UPDATE message SET code_confidence = 'certain', code_reason = '6 digits, 2 words after "code"', code_valid_until = 1769947400000 WHERE id = 1;
UPDATE message SET code_confidence = 'likely', code_reason = '6 digits', code_for = 'google', code_told = '114478' WHERE id = 3;
UPDATE message SET kind = 'call' WHERE id = 3;
INSERT INTO comparison (action, account, booked, currency, since)
    VALUES (1, 'pool', 180000, 'USD', 1769947100000);
INSERT INTO clock (account, ahead)
    VALUES ('pool', -7200000);
UPDATE event SET retry_at = 1769947260000, retry_failures = 1, retry_scripts = '["10-bank.lua"]' WHERE id = 3;
UPDATE timer SET failures = 2 WHERE id = 1;
INSERT INTO low_balance (account, told_at)
    VALUES ('second', 1769940000000);
INSERT INTO message_part (line, id, series, message, part, text, stored_at)
    VALUES (1, 'vonage|2:a2', 'vonage|2:17', 'vonage|2:a2', 2, 'the second part', 1769947000000);
UPDATE timer SET chain = '["message 2","timer remind"]' WHERE id = 2;
INSERT INTO script (name, version, failures, pauses, paused_until, reason)
    VALUES ('10-bank.lua', 'cbf29ce484222325', 2, 0, NULL, NULL);
INSERT INTO script (name, version, failures, pauses, paused_until, reason)
    VALUES ('90-digest.lua', 'a1b2c3d4e5f60718', 0, 2, 1769947500000, 'it failed 5 times in a row');
UPDATE timer SET occurs_at = due_at;
UPDATE timer SET schedule = 'mon..fri 09:00', missed = 'skip', zone = 'Europe/Berlin' WHERE id = 2;
UPDATE action SET handle = 'm1-phone-0', status = 200, answer = '{"taken":true}' WHERE id = 1;
UPDATE action SET handle = 'm2-phone+desk-0', next_at = 1769947211000, payload = '{"content":{"text":"Ihr Code","title":"Bank"},"further":["desk"],"within":60000}' WHERE id = 2;
UPDATE action SET held = 'quiet', result = 'Held by quiet hours.' WHERE id = 2;
UPDATE run SET places = '[["10-bank.lua:7","n = 3"],[""]]', version = 'cbf29ce484222325' WHERE id = 1;
INSERT INTO script_version (script, hash, text, since, has_run)
    VALUES ('10-bank.lua', 'cbf29ce484222325', 'function on_message() end', 1769940000000, 1);
INSERT INTO script_version (script, hash, text, since, has_run)
    VALUES ('10-bank.lua', 'a1b2c3d4e5f60718', 'function on_message(', 1769943600000, 0);
INSERT INTO trouble (kind, subject, text, remedy, over, since, opened_at, told, ended_at, end_told, returns)
    VALUES ('key_refused', 'pool', 'pool refuses the key.', 'Correct the key.', 'pool accepts the key again.', 1769940000000, 1769940005000, 1, NULL, 0, 2);
INSERT INTO trouble (kind, subject, text, remedy, over, since, opened_at, told, ended_at, end_told, returns)
    VALUES ('unreachable', 'second', 'second does not answer.', 'Wait.', 'second answers again.', 1769930000000, 1769930600000, 1, 1769931000000, 1, 0);

UPDATE sqlite_sequence SET seq = 14 WHERE name = 'line';
UPDATE sqlite_sequence SET seq = 5 WHERE name = 'message';
UPDATE sqlite_sequence SET seq = 31 WHERE name = 'action';
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'ledger';
UPDATE sqlite_sequence SET seq = 4 WHERE name = 'event';
UPDATE sqlite_sequence SET seq = 3 WHERE name = 'run';
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'timer';
