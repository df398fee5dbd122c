// An `xpcall` whose handler does not run for a run that is being stopped.
#include "state.h"

// Lua turns hooks off while a handler runs for an error that a hook has raised. A loop in such a
// handler would never end, so the handler is passed over.
static int guarded_handler(lua_State *lua) {
  lua_settop(lua, 1);
  if (state_of(lua)->late) return 1;
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, 1, 1);
  return 1;
}

static int guarded_xpcall(lua_State *lua) {
  int count = lua_gettop(lua);
  luaL_checktype(lua, 2, LUA_TFUNCTION);
  lua_pushvalue(lua, 2);
  lua_pushcclosure(lua, guarded_handler, 1);
  lua_replace(lua, 2);
  lua_pushboolean(lua, true);
  lua_pushvalue(lua, 1);
  lua_rotate(lua, 3, 2);
  // Now: function, handler, true, function, arguments.
  if (lua_pcall(lua, count - 2, LUA_MULTRET, 2) == LUA_OK) return lua_gettop(lua) - 2;
  lua_pushboolean(lua, false);
  lua_insert(lua, -2);
  return 2;
}

void open_guarded_calls(lua_State *lua) {
  lua_pushcfunction(lua, guarded_xpcall);
  lua_setglobal(lua, "xpcall");
}
