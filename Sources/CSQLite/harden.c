#include "csqlite.h"

#include <stddef.h>

int csqlite_harden(sqlite3 *connection) {
  static const struct {
    int setting, value;
  } all[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    int failed = sqlite3_db_config(connection, all[i].setting, all[i].value, (int *)0);
    if (failed) return failed;
  }
  return SQLITE_OK;
}
