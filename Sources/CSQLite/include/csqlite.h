// Settings of a SQLite connection that Swift cannot make: sqlite3_db_config is variadic.
#pragma once
#include <sqlite3.h>

// Closes the ways in which a crafted statement or database could exploit the connection: pointers
// passed as values (fts3_tokenizer), internal tables, extensions, and functions that only the
// schema's own text could call. Returns an SQLite result code.
//
// A connection that writes has to trust the schema: not every version of SQLite considers full-text
// search harmless enough for the triggers that maintain its index.
int csqlite_harden(sqlite3 *connection, int trusts_schema);
