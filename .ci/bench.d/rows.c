/* SQLite's own rate for rows the manager wrote: reads them from its database, inserts them into a
   new one of the same schema, and prints messages per second.

   rows SOURCE TARGET TRANSACTIONS */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TABLES = 4, MOST_COLUMNS = 32 };

/* Each with the column that says which message a row belongs to. */
static const char *const names[TABLES] = {"message", "event", "action", "run"};
static const char *const owners[TABLES] = {"id", "message", "message", "message"};

struct table {
    int columns, count;
    sqlite3_int64 *owner;
    sqlite3_value **values;
    sqlite3_stmt *insert;
};

static void check(sqlite3 *database, int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    fprintf(stderr, "rows: %s\n", sqlite3_errmsg(database));
    exit(1);
}

static void run(sqlite3 *database, const char *sql) {
    check(database, sqlite3_exec(database, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
    sqlite3_stmt *statement = NULL;
    check(database, sqlite3_prepare_v2(database, sql, -1, &statement, NULL));
    return statement;
}

/* Tables, then what is made on them; the search index makes its own tables itself. */
static void copy_schema(sqlite3 *source, sqlite3 *target) {
    sqlite3_stmt *schema = prepare(source,
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " AND NOT (type = 'table' AND name LIKE 'message\\_text\\_%' ESCAPE '\\') ORDER BY rowid");
    while (sqlite3_step(schema) == SQLITE_ROW)
        run(target, (const char *)sqlite3_column_text(schema, 0));
    sqlite3_finalize(schema);
}

static struct table load(sqlite3 *source, sqlite3 *target, const char *name, const char *owner) {
    struct table table = {0};
    char sql[512];
    snprintf(sql, sizeof sql, "SELECT *, %s FROM %s WHERE %s IS NOT NULL ORDER BY %s",
             owner, name, owner, owner);
    sqlite3_stmt *rows = prepare(source, sql);
    table.columns = sqlite3_column_count(rows) - 1;
    int room = 0;
    while (sqlite3_step(rows) == SQLITE_ROW) {
        if (table.count == room) {
            room = room ? 2 * room : 256;
            table.owner = realloc(table.owner, room * sizeof *table.owner);
            table.values = realloc(table.values, room * table.columns * sizeof *table.values);
            if (!table.owner || !table.values) abort();
        }
        table.owner[table.count] = sqlite3_column_int64(rows, table.columns);
        for (int i = 0; i < table.columns; i++)
            table.values[table.count * table.columns + i] =
                sqlite3_value_dup(sqlite3_column_value(rows, i));
        table.count++;
    }
    sqlite3_finalize(rows);
    int length = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", name);
    for (int i = 1; i < table.columns && i < MOST_COLUMNS; i++)
        length += snprintf(sql + length, sizeof sql - length, ", ?");
    snprintf(sql + length, sizeof sql - length, ")");
    table.insert = prepare(target, sql);
    return table;
}

static void insert(sqlite3 *target, struct table *table, int row) {
    for (int i = 0; i < table->columns; i++)
        check(target, sqlite3_bind_value(
            table->insert, i + 1, table->values[row * table->columns + i]));
    check(target, sqlite3_step(table->insert));
    check(target, sqlite3_reset(table->insert));
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count != 4) return 2;
    sqlite3 *source = NULL, *target = NULL;
    check(source, sqlite3_open(words[1], &source));
    check(target, sqlite3_open(words[2], &target));
    run(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    copy_schema(source, target);
    struct table tables[TABLES];
    long total = 0, done = 0, committed = 0, transactions = atol(words[3]);
    for (int i = 0; i < TABLES; i++) {
        tables[i] = load(source, target, names[i], owners[i]);
        total += tables[i].count;
    }
    int next[TABLES] = {0};
    double start = now();
    run(target, "BEGIN IMMEDIATE");
    for (int message = 0; message < tables[0].count; message++) {
        for (int i = 0; i < TABLES; i++) {
            struct table *table = &tables[i];
            while (next[i] < table->count && table->owner[next[i]] <= tables[0].owner[message]) {
                insert(target, table, next[i]++);
                done++;
                /* Spread evenly, so that the last row always ends the last transaction. */
                if (done * transactions / total == committed || done == total) continue;
                committed = done * transactions / total;
                run(target, "COMMIT; BEGIN IMMEDIATE");
            }
        }
    }
    run(target, "COMMIT");
    printf("%f\n", tables[0].count / (now() - start));
    return 0;
}
