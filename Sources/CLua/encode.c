#include <math.h>
#include <stdio.h>
#include <string.h>

#include "state.h"

// Converts Lua values to bytes. Access is raw, so that no metamethod of the script runs; never
// raises, so that it can be called anywhere; and names the field that cannot be stored.
static bool refuse(encoding *encoding, const char *why) {
  snprintf(encoding->why, sizeof encoding->why, "%s %s", encoding->path, why);
  return false;
}

static bool put(encoding *encoding, const void *bytes, size_t count) {
  if (buffer_append(encoding->into, bytes, count)) return true;
  snprintf(encoding->why, sizeof encoding->why, "%s does not fit: more than %zu bytes",
           encoding->path, encoding->into->limit);
  return false;
}

static bool put_tag(encoding *encoding, uint8_t tag) { return put(encoding, &tag, 1); }

static bool put_count(encoding *encoding, size_t count) {
  uint8_t bytes[4] = {count & 255, count >> 8 & 255, count >> 16 & 255, count >> 24 & 255};
  return put(encoding, bytes, 4);
}

static bool put_word(encoding *encoding, uint8_t tag, uint64_t word) {
  return put_tag(encoding, tag) && put_count(encoding, word & 0xFFFFFFFF) &&
         put_count(encoding, word >> 32);
}

static bool put_text(encoding *encoding, lua_State *lua, int index) {
  size_t count;
  const char *text = lua_tolstring(lua, index, &count);
  if (encoding->strict && !is_utf8((const uint8_t *)text, count))
    return refuse(encoding, "is not valid UTF-8 text");
  if (count > UINT32_MAX) return refuse(encoding, "is too long");
  return put_count(encoding, count) && put(encoding, text, count);
}

// Appends a field to the path, and returns the previous end of the path. The path is truncated
// rather than overrun.
static size_t enter_field(encoding *encoding, const char *name) {
  size_t before = strlen(encoding->path);
  snprintf(encoding->path + before, sizeof encoding->path - before, ".%s", name);
  return before;
}

static size_t enter_item(encoding *encoding, size_t index) {
  size_t before = strlen(encoding->path);
  snprintf(encoding->path + before, sizeof encoding->path - before, "[%zu]", index);
  return before;
}

static bool put_value(lua_State *lua, encoding *encoding, const void **above, int depth);

static bool put_array(lua_State *lua, encoding *encoding, size_t count, const void **above,
                      int depth) {
  if (!put_tag(encoding, TAG_ARRAY) || !put_count(encoding, count)) return false;
  for (size_t i = 1; i <= count; i++) {
    size_t before = enter_item(encoding, i);
    lua_rawgeti(lua, -1, (lua_Integer)i);
    if (!put_value(lua, encoding, above, depth)) return false;
    lua_pop(lua, 1);
    encoding->path[before] = 0;
  }
  return true;
}

static bool put_fields(lua_State *lua, encoding *encoding, size_t count, const void **above,
                       int depth) {
  if (!put_tag(encoding, TAG_TABLE) || !put_count(encoding, count)) return false;
  lua_pushnil(lua);
  while (lua_next(lua, -2)) {
    size_t before = enter_field(encoding, lua_tostring(lua, -2));
    if (!put_text(encoding, lua, -2) || !put_value(lua, encoding, above, depth)) return false;
    lua_pop(lua, 1);
    encoding->path[before] = 0;
  }
  return true;
}

// A table is a list of 1..n or a set of named fields. Anything in between could not be restored
// unchanged.
static bool put_table(lua_State *lua, encoding *encoding, const void **above, int depth) {
  const void *self = lua_topointer(lua, -1);
  for (int i = 0; i < depth; i++)
    if (above[i] == self) return refuse(encoding, "contains itself");
  if (depth == DEEPEST) return refuse(encoding, "is nested too deeply");
  if (!lua_checkstack(lua, 4)) return refuse(encoding, "is nested too deeply");
  above[depth] = self;

  size_t named = 0, listed = 0;
  lua_Integer last = 0;
  lua_pushnil(lua);
  while (lua_next(lua, -2)) {
    lua_pop(lua, 1);
    if (lua_type(lua, -1) == LUA_TSTRING) {
      named++;
    } else if (lua_isinteger(lua, -1) && lua_tointeger(lua, -1) > 0) {
      listed++;
      if (lua_tointeger(lua, -1) > last) last = lua_tointeger(lua, -1);
    } else {
      return refuse(encoding, "has a key that is neither text nor a place in a list");
    }
  }
  if (listed && named) return refuse(encoding, "has both list items and named fields");
  if (listed && (size_t)last != listed)
    return refuse(encoding, "is a list with gaps; for numbers as keys use tostring(number)");
  return listed ? put_array(lua, encoding, listed, above, depth + 1)
                : put_fields(lua, encoding, named, above, depth + 1);
}

static bool put_value(lua_State *lua, encoding *encoding, const void **above, int depth) {
  switch (lua_type(lua, -1)) {
    case LUA_TNIL:
      return put_tag(encoding, TAG_NIL);
    case LUA_TBOOLEAN:
      return put_tag(encoding, lua_toboolean(lua, -1) ? TAG_TRUE : TAG_FALSE);
    case LUA_TNUMBER: {
      if (lua_isinteger(lua, -1))
        return put_word(encoding, TAG_INTEGER, (uint64_t)lua_tointeger(lua, -1));
      double number = lua_tonumber(lua, -1);
      if (!isfinite(number)) return refuse(encoding, "is not a finite number");
      uint64_t word;
      memcpy(&word, &number, sizeof word);
      return put_word(encoding, TAG_NUMBER, word);
    }
    case LUA_TSTRING:
      return put_tag(encoding, TAG_STRING) && put_text(encoding, lua, -1);
    case LUA_TTABLE:
      return put_table(lua, encoding, above, depth);
    default: {
      char why[64];
      snprintf(why, sizeof why, "is a %s, which cannot be kept", luaL_typename(lua, -1));
      return refuse(encoding, why);
    }
  }
}

bool encode(lua_State *lua, encoding *encoding, const char *name) {
  const void *above[DEEPEST];
  snprintf(encoding->path, sizeof encoding->path, "%s", name);
  encoding->why[0] = 0;
  int top = lua_gettop(lua);
  bool done = put_value(lua, encoding, above, 0);
  lua_settop(lua, top);
  return done;
}
