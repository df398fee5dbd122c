// The settings of a SQLite connection that Swift cannot make: sqlite3_db_config is variadic.
#pragma once
#include <sqlite3.h>

// What a crafted statement or database could reach through the connection, it no longer can:
// pointers given as values (fts3_tokenizer), the inside of tables, extensions, and functions that
// only the schema's own text could call. Returns an SQLite result code.
int csqlite_harden(sqlite3 *connection);
