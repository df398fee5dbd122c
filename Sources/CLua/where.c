#include <stdio.h>
#include <string.h>

#include "state.h"

// Finds the innermost frame of a user's file, whose chunk name begins with `@`. It does not
// allocate, so that the allocator can call it too.
bool script_frame(lua_State *lua, lua_Debug *record) {
  for (int level = 0; lua_getstack(lua, level, record); level++) {
    if (!lua_getinfo(lua, "Sl", record)) return false;
    if (record->source[0] == '@' && record->currentline > 0) return true;
  }
  return false;
}

// Stores `file:line: ` in the state. Memory errors carry no position and run no message handler;
// this is how they get one. Without a frame the last position stays: after such an error Lua takes
// a smaller stack, which may be refused too, when the script's frames are gone.
void note_where(clua_state *state) {
  lua_Debug record;
  if (state->lua && script_frame(state->lua, &record))
    snprintf(state->where, sizeof state->where, "%s:%d: ", record.short_src, record.currentline);
}

void push_where(lua_State *lua) {
  lua_Debug record;
  if (script_frame(lua, &record))
    lua_pushfstring(lua, "%s:%d: ", record.short_src, record.currentline);
  else
    lua_pushliteral(lua, "");
}

// The same without the colon and the blank: `file:line`.
void push_place(lua_State *lua) {
  lua_Debug record;
  if (script_frame(lua, &record))
    lua_pushfstring(lua, "%s:%d", record.short_src, record.currentline);
  else
    lua_pushliteral(lua, "");
}

// The message handler of every protected call: keeps the message short, adds a position to errors
// that are not text, and stores the traceback. It runs no code of the script, such as a __tostring,
// because a loop there might run with hooks off.
int with_traceback(lua_State *lua) {
  clua_state *state = state_of(lua);
  state->reserve = 256 * 1024;
  if (!state->where[0]) note_where(state);
  switch (lua_type(lua, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
      break;
    case LUA_TNIL:
      push_where(lua);
      lua_pushliteral(lua, "error raised without a message (nil)");
      lua_concat(lua, 2);
      lua_replace(lua, 1);
      break;
    default:
      push_where(lua);
      lua_pushfstring(lua, "error raised with a %s instead of a message", luaL_typename(lua, 1));
      lua_concat(lua, 2);
      lua_replace(lua, 1);
  }
  size_t count;
  const char *message = lua_tolstring(lua, 1, &count);
  buffer_set(&state->message, "");
  buffer_append(&state->message, message, count < 4096 ? count : 4096);
  luaL_traceback(lua, lua, NULL, 1);
  const char *trace = lua_tolstring(lua, -1, &count);
  buffer_set(&state->traceback, "");
  buffer_append(&state->traceback, trace, count < 8192 ? count : 8192);
  lua_settop(lua, 1);
  return 1;
}
