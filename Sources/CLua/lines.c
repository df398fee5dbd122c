// Which lines of a script ran, and which could.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"

enum { MOST_FILES = 64, MOST_LINES = 1 << 16, MOST_BYTES = 256 * 1024 };

struct counted_file {
  char name[128];
  uint32_t *counts;
  int room;
};

static struct counted_file *file_named(clua_state *state, const char *name) {
  for (size_t at = state->file_count; at-- > 0;)
    if (strncmp(state->files[at].name, name, sizeof state->files[at].name - 1) == 0)
      return &state->files[at];
  if (state->file_count == MOST_FILES) return NULL;
  struct counted_file *file = &state->files[state->file_count++];
  *file = (struct counted_file){0};
  snprintf(file->name, sizeof file->name, "%s", name);
  return file;
}

static void count_line(lua_State *lua, lua_Debug *record) {
  clua_state *state = state_of(lua);
  int line = record->currentline;
  if (!lua_getinfo(lua, "S", record) || record->source[0] != '@') return;
  struct counted_file *file = file_named(state, record->source + 1);
  if (!file || line < 1 || line >= MOST_LINES) return;
  if (line >= file->room) {
    int room = line + 256;
    uint32_t *grown = realloc(file->counts, (size_t)room * sizeof *grown);
    if (!grown) return;
    memset(grown + file->room, 0, (size_t)(room - file->room) * sizeof *grown);
    file->counts = grown;
    file->room = room;
  }
  if (file->counts[line] < UINT32_MAX) file->counts[line]++;
}

void clua_count_lines(clua_state *state) {
  if (!state->files) state->files = calloc(MOST_FILES, sizeof *state->files);
  state->counting = state->files != NULL;
}

static void forget_counts(clua_state *state) {
  for (size_t at = 0; at < state->file_count; at++) free(state->files[at].counts);
  state->file_count = 0;
}

// The hook ends with the alarm, which removes whatever hook there is.
void start_counting(clua_state *state) {
  state->lines.count = 0;
  if (!state->counting) return;
  forget_counts(state);
  lua_sethook(state->lua, count_line, LUA_MASKLINE, 0);
}

void note_lines(clua_state *state) {
  state->lines.limit = MOST_BYTES;
  for (size_t at = 0; at < state->file_count; at++) {
    struct counted_file *file = &state->files[at];
    for (int line = 1; line < file->room; line++) {
      char text[192];
      if (!file->counts[line]) continue;
      int count = snprintf(text, sizeof text, "%s\t%d\t%u\n", file->name, line,
                           (unsigned)file->counts[line]);
      if (count > 0 && !buffer_append(&state->lines, text, (size_t)count)) return;
    }
  }
}

void free_lines(clua_state *state) {
  forget_counts(state);
  free(state->files);
  buffer_free(&state->lines);
}

static int write_chunk(lua_State *lua, const void *bytes, size_t count, void *context) {
  (void)lua;
  return !buffer_append(context, bytes, count);
}

static int outline(lua_State *lua) {
  const clua_bytes *source = lua_touserdata(lua, 1);
  clua_state *state = state_of(lua);
  if (luaL_loadbufferx(lua, (const char *)source->bytes, source->count, "@outline", "t") != LUA_OK)
    return lua_error(lua);
  if (lua_dump(lua, write_chunk, &state->lines, 0) != 0) return luaL_error(lua, "it is too long");
  return 0;
}

clua_outcome clua_outline(clua_state *state, clua_bytes source) {
  lua_State *lua = state->lua;
  state->lines.count = 0;
  state->lines.limit = 4 << 20;
  lua_settop(lua, 0);
  lua_pushcfunction(lua, outline);
  lua_pushlightuserdata(lua, &source);
  int status = lua_pcall(lua, 1, 0, 0);
  lua_settop(lua, 0);
  return status == LUA_OK ? CLUA_DONE : CLUA_FAILED;
}

clua_bytes clua_lines(const clua_state *state) {
  return (clua_bytes){state->lines.bytes, state->lines.count};
}
