// The values of a script's locals at the line that is running, as short texts.
#include <stdio.h>
#include <string.h>

#include "state.h"

enum { MOST_LOCALS = 20, LONGEST_TEXT = 60 };

// A text in quotes, cut between two characters.
static void describe_text(lua_State *lua, char *into, size_t room) {
  size_t count;
  const char *text = lua_tolstring(lua, -1, &count);
  size_t shown = count <= LONGEST_TEXT ? count : LONGEST_TEXT;
  while (shown > 0 && shown < count && ((unsigned char)text[shown] & 0xC0) == 0x80) shown--;
  snprintf(into, room, "\"%.*s%s\"", (int)shown, text, shown < count ? "..." : "");
}

// Nothing of the script runs here: no metamethod, and no loop over its tables.
static void describe_table(lua_State *lua, char *into, size_t room) {
  lua_Unsigned listed = lua_rawlen(lua, -1);
  lua_pushliteral(lua, "id");
  lua_rawget(lua, -2);
  if (lua_isinteger(lua, -1))
    snprintf(into, room, "{ id = %lld, ... }", (long long)lua_tointeger(lua, -1));
  else if (listed > 0)
    snprintf(into, room, "a list of %llu", (unsigned long long)listed);
  else
    snprintf(into, room, "a table");
  lua_pop(lua, 1);
}

static void describe(lua_State *lua, char *into, size_t room) {
  switch (lua_type(lua, -1)) {
    case LUA_TNIL: snprintf(into, room, "nil"); break;
    case LUA_TBOOLEAN: snprintf(into, room, lua_toboolean(lua, -1) ? "true" : "false"); break;
    case LUA_TNUMBER:
      if (lua_isinteger(lua, -1))
        snprintf(into, room, "%lld", (long long)lua_tointeger(lua, -1));
      else
        snprintf(into, room, "%.14g", (double)lua_tonumber(lua, -1));
      break;
    case LUA_TSTRING: describe_text(lua, into, room); break;
    case LUA_TTABLE: describe_table(lua, into, room); break;
    default: snprintf(into, room, "a %s", luaL_typename(lua, -1));
  }
}

// Pushes a list of `name = value`, in the order in which they were declared.
void push_locals(lua_State *lua) {
  clua_state *state = state_of(lua);
  lua_Debug record;
  lua_newtable(lua);
  if (!script_frame(lua, &record)) return;
  int listed = 0;
  const char *name;
  for (int place = 1; listed < MOST_LOCALS && (name = lua_getlocal(lua, &record, place)); place++) {
    // Those of Lua itself, such as the state of a loop, have names in brackets.
    if (name[0] != '(') {
      char value[LONGEST_TEXT + 32], text[LONGEST_TEXT + 128];
      describe(lua, value, sizeof value);
      int count = snprintf(text, sizeof text, "%.60s = %s", name, value);
      if (count > 0 && (size_t)count < sizeof text && (size_t)count <= state->locals_left) {
        state->locals_left -= (size_t)count;
        lua_pushlstring(lua, text, (size_t)count);
        lua_rawseti(lua, -3, ++listed);
      }
    }
    lua_pop(lua, 1);
  }
}
