// The two matchers side by side. Scripts cannot reach Lua's own, so a state of its own has both.
#include "include/twins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../Sources/CLua/state.h"

static const char *const names[] = {"find", "match", "gsub", "gmatch", NULL};

typedef struct {
  lua_State *lua;
  clua_state *state;
  uint64_t random;
} twins;

static uint32_t below(twins *twins, uint32_t bound) {
  // SplitMix64.
  uint64_t z = twins->random += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (uint32_t)((z ^ (z >> 31)) % bound);
}

static bool open_twins(twins *twins, uint64_t seed) {
  twins->random = seed;
  twins->lua = luaL_newstate();
  twins->state = calloc(1, sizeof *twins->state);
  if (!twins->lua || !twins->state) return false;
  twins->state->lua = twins->lua;
  twins->state->limits.steps = twins->state->steps = UINT64_MAX;
  *(clua_state **)lua_getextraspace(twins->lua) = twins->state;
  luaL_requiref(twins->lua, LUA_STRLIBNAME, luaopen_string, 1);
  lua_newtable(twins->lua);
  for (int i = 0; names[i]; i++) {
    lua_getfield(twins->lua, 1, names[i]);
    lua_setfield(twins->lua, 2, names[i]);
  }
  open_counted_strings(twins->lua);
  return true;
}

static void close_twins(twins *twins) {
  lua_close(twins->lua);
  free(twins->state);
}

// MARK: Random arguments

typedef struct {
  char bytes[1024];
  size_t count;
} text;

static void append(text *text, const char *bytes, size_t count) {
  if (count > sizeof text->bytes - text->count) return;
  memcpy(text->bytes + text->count, bytes, count);
  text->count += count;
}

static void add_word(text *text, const char *word) { append(text, word, strlen(word)); }

static char random_byte(twins *twins) {
  static const char often[] = "aaabbbcc112 .%-()[]^$+*?Az\xC3\xA9\n";
  uint32_t place = below(twins, sizeof often);
  return below(twins, 16) == 0 ? (char)below(twins, 256) : often[place];
}

static void add_class(twins *twins, text *text) {
  static const char letters[] = "acdglpsuwxzACDGLPSUWXZ%.-]b";
  char class[2] = {'%', letters[below(twins, sizeof letters - 1)]};
  append(text, class, 2);
}

static void add_set(twins *twins, text *text) {
  add_word(text, below(twins, 3) == 0 ? "[^" : "[");
  if (below(twins, 8) == 0) add_word(text, "]");
  for (uint32_t i = below(twins, 4) + 1; i > 0; i--) {
    switch (below(twins, 4)) {
      case 0: add_class(twins, text); break;
      case 1: {
        char range[3] = {random_byte(twins), '-', random_byte(twins)};
        append(text, range, 3);
        break;
      }
      default: {
        char byte = random_byte(twins);
        append(text, &byte, 1);
      }
    }
  }
  if (below(twins, 16) != 0) add_word(text, "]");
}

static void add_item(twins *twins, text *pattern) {
  static const char *const words[] = {"(", ")", "()", "(", ")", "%b()", "%bab", "%1", "%2", "%f",
                                      "%b", "^", "$", "%0", "%9", "%"};
  switch (below(twins, 8)) {
    case 0: add_class(twins, pattern); break;
    case 1: add_set(twins, pattern); break;
    case 2: add_word(pattern, words[below(twins, sizeof words / sizeof *words)]); return;
    case 3:
      if (below(twins, 2) == 0) {
        add_word(pattern, "%f");
        return add_set(twins, pattern);
      }
      add_word(pattern, ".");
      break;
    default: {
      char byte = random_byte(twins);
      append(pattern, &byte, 1);
    }
  }
  static const char *const signs[] = {"*", "+", "-", "?"};
  if (below(twins, 3) == 0) add_word(pattern, signs[below(twins, 4)]);
}

static void make_pattern(twins *twins, text *pattern) {
  pattern->count = 0;
  if (below(twins, 6) == 0) add_word(pattern, "^");
  if (below(twins, 400) == 0) {
    // About as deep as either goes.
    static const char *const parts[] = {"a?", "a-", "()", "(a)", "b*", "("};
    const char *part = parts[below(twins, 6)];
    for (uint32_t i = 190 + below(twins, 20); i > 0; i--) add_word(pattern, part);
    return;
  }
  for (uint32_t i = below(twins, 7) + 1; i > 0; i--) add_item(twins, pattern);
}

static void make_text(twins *twins, text *text) {
  text->count = 0;
  if (below(twins, 64) == 0)
    for (int i = 0; i < 220; i++) add_word(text, "a");
  for (uint32_t i = below(twins, 24); i > 0; i--) {
    char byte = random_byte(twins);
    append(text, &byte, 1);
  }
}

// A replacement of each kind that is decided by what was captured.
static int replace(lua_State *lua) {
  size_t count = 0;
  const char *first = lua_tolstring(lua, 1, &count);
  switch ((count + (first && count ? (unsigned char)first[0] : 0)) % 5) {
    case 0: return 0;
    case 1: lua_pushboolean(lua, false); return 1;
    case 2: lua_pushinteger(lua, lua_gettop(lua)); return 1;
    case 3: lua_concat(lua, lua_gettop(lua)); return 1;
    default: lua_pushvalue(lua, -1); return 1;
  }
}

static void push_replacement(twins *twins) {
  lua_State *lua = twins->lua;
  switch (below(twins, 4)) {
    case 0: lua_pushcfunction(lua, replace); return;
    case 1:
      lua_newtable(lua);
      lua_pushliteral(lua, "found");
      lua_setfield(lua, -2, "a");
      lua_pushinteger(lua, 7);
      lua_seti(lua, -2, 1);
      lua_pushboolean(lua, below(twins, 2) == 0);
      lua_setfield(lua, -2, "b");
      return;
    default: {
      static const char *const parts[] = {"%0", "%1", "%2", "%%", "x", "<", "%1", "%9", "%"};
      text text = {.count = 0};
      for (uint32_t i = below(twins, 4); i > 0; i--)
        add_word(&text, parts[below(twins, below(twins, 8) == 0 ? 9 : 7)]);
      lua_pushlstring(lua, text.bytes, text.count);
    }
  }
}

// MARK: Comparing

// Results of a call from `base` up, an iteration's being those of each step.
static void call(lua_State *lua, int count, bool iterates) {
  int base = lua_gettop(lua) - count;
  if (lua_pcall(lua, count, LUA_MULTRET, 0) != LUA_OK || !iterates) return;
  for (int i = 0; i < 40; i++) {
    lua_pushvalue(lua, base);
    if (lua_pcall(lua, 0, LUA_MULTRET, 0) != LUA_OK) return;
    if (lua_isnil(lua, -1) || lua_gettop(lua) > 200) return;
  }
}

static bool are_same(lua_State *lua, int left, int right) {
  if (lua_isfunction(lua, left)) return lua_isfunction(lua, right);
  return lua_type(lua, left) == lua_type(lua, right) && lua_rawequal(lua, left, right) &&
         lua_isinteger(lua, left) == lua_isinteger(lua, right);
}

static void describe(
    lua_State *lua, const char *name, const text *pattern, const text *text, int from, int middle,
    char *report, size_t room
) {
  lua_newtable(lua);
  int written = snprintf(report, room, "%s of \"", name);
  const struct {
    const char *bytes;
    size_t count;
  } parts[] = {{text->bytes, text->count}, {pattern->bytes, pattern->count}};
  for (int part = 0; part < 2; part++) {
    for (size_t i = 0; i < parts[part].count; i++) {
      unsigned char byte = (unsigned char)parts[part].bytes[i];
      if (written + 8 < (int)room)
        written += snprintf(
            report + written, room - (size_t)written, byte >= 32 && byte < 127 ? "%c" : "\\x%02x",
            byte);
    }
    if (written + 40 < (int)room)
      written += snprintf(report + written, room - (size_t)written, part ? "\":" : "\" by \"");
  }
  for (int i = from; i < lua_gettop(lua); i++) {
    const char *value = luaL_tolstring(lua, i, NULL);
    if (written + 300 < (int)room)
      written += snprintf(
          report + written, room - (size_t)written, "%s %.200s", i == middle ? " |" : "", value);
    lua_pop(lua, 1);
  }
}

static bool has_same_results(twins *twins, char *report, size_t room) {
  lua_State *lua = twins->lua;
  text pattern, text;
  make_pattern(twins, &pattern);
  make_text(twins, &text);
  uint32_t which = below(twins, 4);
  bool iterates = which == 3, replaces = which == 2;
  lua_settop(lua, 2);
  lua_checkstack(lua, 1000);
  lua_pushlstring(lua, text.bytes, text.count);
  lua_pushlstring(lua, pattern.bytes, pattern.count);
  if (replaces) push_replacement(twins);
  if (below(twins, 4) == 0) lua_pushinteger(lua, (lua_Integer)below(twins, 12) - 4);
  else if (!replaces) lua_pushinteger(lua, 1);
  if (which < 2 && below(twins, 16) == 0) lua_pushboolean(lua, true);
  int count = lua_gettop(lua) - 2, ends[2];
  int from = lua_gettop(lua) + 1;
  for (int side = 0; side < 2; side++) {
    // Lua's own are in the second place.
    lua_getfield(lua, 2 - side, names[which]);
    for (int i = 0; i < count; i++) lua_pushvalue(lua, 3 + i);
    call(lua, count, iterates);
    ends[side] = lua_gettop(lua) + 1;
  }
  int results = ends[0] - from;
  bool same = ends[1] - ends[0] == results;
  for (int i = 0; same && i < results; i++) same = are_same(lua, from + i, ends[0] + i);
  if (!same && report) describe(lua, names[which], &pattern, &text, from, ends[0], report, room);
  return same;
}

long twins_compare(uint64_t seed, long calls, char *report, size_t room) {
  twins twins;
  long differences = 0;
  if (room) report[0] = 0;
  if (!open_twins(&twins, seed)) return calls;
  for (long i = 0; i < calls; i++)
    if (!has_same_results(&twins, differences ? NULL : report, room)) differences++;
  close_twins(&twins);
  return differences;
}

static double nanoseconds(
    twins *twins, int side, const char *name, const char *text, const char *pattern, long calls
) {
  lua_State *lua = twins->lua;
  struct timespec began, ended;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
  for (long i = 0; i < calls; i++) {
    lua_settop(lua, 2);
    lua_getfield(lua, side, name);
    lua_pushstring(lua, text);
    lua_pushstring(lua, pattern);
    lua_pushliteral(lua, "<%0>");
    bool replaces = strcmp(name, "gsub") == 0;
    if (!replaces) lua_pop(lua, 1);
    lua_pcall(lua, replaces ? 3 : 2, LUA_MULTRET, 0);
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
  return ((double)(ended.tv_sec - began.tv_sec) * 1e9 + (double)(ended.tv_nsec - began.tv_nsec)) /
         (double)calls;
}

void twins_measure(
    const char *name, const char *text, const char *pattern, long calls, double *original,
    double *ours
) {
  twins twins;
  if (!open_twins(&twins, 0)) return;
  *original = nanoseconds(&twins, 2, name, text, pattern, calls);
  *ours = nanoseconds(&twins, 1, name, text, pattern, calls);
  close_twins(&twins);
}
