#include <string.h>

#include "state.h"

// Converts bytes to Lua values, directly into tables: each script gets a message as a new plain
// table, so that none can alter it for the next.
typedef struct {
  const uint8_t *at, *end;
} reader;

static const uint8_t *take(lua_State *lua, reader *reader, size_t count) {
  if ((size_t)(reader->end - reader->at) < count) luaL_error(lua, "a value was cut off");
  const uint8_t *bytes = reader->at;
  reader->at += count;
  return bytes;
}

static uint32_t take_count(lua_State *lua, reader *reader) {
  const uint8_t *b = take(lua, reader, 4);
  return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t take_word(lua_State *lua, reader *reader) {
  uint64_t low = take_count(lua, reader);
  return low | (uint64_t)take_count(lua, reader) << 32;
}

static void push_text(lua_State *lua, reader *reader) {
  uint32_t count = take_count(lua, reader);
  lua_pushlstring(lua, (const char *)take(lua, reader, count), count);
}

// A count is followed by as many values of at least one byte each; a larger count is false.
static uint32_t take_members(lua_State *lua, reader *reader) {
  uint32_t count = take_count(lua, reader);
  if (count > (size_t)(reader->end - reader->at)) luaL_error(lua, "a value was cut off");
  return count;
}

static void push(lua_State *lua, reader *reader, int depth) {
  if (depth > DEEPEST * 2) luaL_error(lua, "a value is nested too deeply");
  luaL_checkstack(lua, 4, "a value is nested too deeply");
  switch (*take(lua, reader, 1)) {
    case TAG_NIL:
      lua_pushnil(lua);
      break;
    case TAG_FALSE:
      lua_pushboolean(lua, 0);
      break;
    case TAG_TRUE:
      lua_pushboolean(lua, 1);
      break;
    case TAG_INTEGER:
      lua_pushinteger(lua, (lua_Integer)take_word(lua, reader));
      break;
    case TAG_NUMBER: {
      uint64_t word = take_word(lua, reader);
      double number;
      memcpy(&number, &word, sizeof number);
      lua_pushnumber(lua, number);
      break;
    }
    case TAG_STRING:
      push_text(lua, reader);
      break;
    case TAG_ARRAY: {
      uint32_t count = take_members(lua, reader);
      lua_createtable(lua, (int)count, 0);
      for (uint32_t i = 1; i <= count; i++) {
        push(lua, reader, depth + 1);
        lua_rawseti(lua, -2, i);
      }
      break;
    }
    case TAG_TABLE: {
      uint32_t count = take_members(lua, reader);
      lua_createtable(lua, 0, (int)count);
      for (uint32_t i = 0; i < count; i++) {
        push_text(lua, reader);
        push(lua, reader, depth + 1);
        lua_rawset(lua, -3);
      }
      break;
    }
    default:
      luaL_error(lua, "a value has an unknown tag");
  }
}

void decode(lua_State *lua, clua_bytes bytes) {
  reader reader = {bytes.bytes, bytes.bytes + bytes.count};
  push(lua, &reader, 0);
}
