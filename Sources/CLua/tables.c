// The functions of `table` that a false length or a metamethod could keep busy, counted.
#include <limits.h>

#include "state.h"

enum { READS = 1, WRITES = 2, MEASURES = 4 };

static bool has_field(lua_State *lua, const char *name, int depth) {
  lua_pushstring(lua, name);
  return lua_rawget(lua, -depth) != LUA_TNIL;
}

// A table, or a value with the metamethods for what is done with it.
static void check_table(lua_State *lua, int place, int uses) {
  if (lua_type(lua, place) == LUA_TTABLE) return;
  int depth = 1;
  if (lua_getmetatable(lua, place) && (!(uses & READS) || has_field(lua, "__index", ++depth)) &&
      (!(uses & WRITES) || has_field(lua, "__newindex", ++depth)) &&
      (!(uses & MEASURES) || has_field(lua, "__len", ++depth))) {
    lua_pop(lua, depth);
    return;
  }
  luaL_checktype(lua, place, LUA_TTABLE);
}

static lua_Integer length_of(lua_State *lua, int place, int uses) {
  check_table(lua, place, uses | MEASURES);
  return luaL_len(lua, place);
}

// Copies one value; each is a step, since no Lua need run for it.
static void copy(lua_State *lua, int from, lua_Integer source, int to, lua_Integer target) {
  spend(lua, 1);
  lua_geti(lua, from, source);
  lua_seti(lua, to, target);
}

static int table_insert(lua_State *lua) {
  lua_Integer end = length_of(lua, 1, READS | WRITES);
  end = (lua_Integer)((lua_Unsigned)end + 1);
  lua_Integer place = end;
  switch (lua_gettop(lua)) {
    case 2: break;
    case 3:
      place = luaL_checkinteger(lua, 2);
      luaL_argcheck(
          lua, (lua_Unsigned)place - 1u < (lua_Unsigned)end, 2, "position out of bounds");
      for (lua_Integer i = end; i > place; i--) copy(lua, 1, i - 1, 1, i);
      break;
    default: return luaL_error(lua, "wrong number of arguments to 'insert'");
  }
  lua_seti(lua, 1, place);
  return 0;
}

static int table_remove(lua_State *lua) {
  lua_Integer size = length_of(lua, 1, READS | WRITES);
  lua_Integer place = luaL_optinteger(lua, 2, size);
  if (place != size)
    luaL_argcheck(
        lua, (lua_Unsigned)place - 1u <= (lua_Unsigned)size, 2, "position out of bounds");
  lua_geti(lua, 1, place);
  for (; place < size; place++) copy(lua, 1, place + 1, 1, place);
  lua_pushnil(lua);
  lua_seti(lua, 1, place);
  return 1;
}

static int table_move(lua_State *lua) {
  lua_Integer first = luaL_checkinteger(lua, 2);
  lua_Integer last = luaL_checkinteger(lua, 3);
  lua_Integer target = luaL_checkinteger(lua, 4);
  int to = lua_isnoneornil(lua, 5) ? 1 : 5;
  check_table(lua, 1, READS);
  check_table(lua, to, WRITES);
  if (last >= first) {
    luaL_argcheck(
        lua, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    lua_Integer count = last - first + 1;
    luaL_argcheck(lua, target <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    bool forward = target > last || target <= first ||
                   (to != 1 && !lua_compare(lua, 1, to, LUA_OPEQ));
    for (lua_Integer i = 0; i < count; i++) {
      lua_Integer at = forward ? i : count - 1 - i;
      copy(lua, 1, first + at, to, target + at);
    }
  }
  lua_pushvalue(lua, to);
  return 1;
}

static void add_element(lua_State *lua, luaL_Buffer *buffer, lua_Integer place) {
  spend(lua, 1);
  lua_geti(lua, 1, place);
  if (!lua_isstring(lua, -1))
    luaL_error(
        lua, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(lua, -1),
        (LUAI_UACINT)place);
  luaL_addvalue(buffer);
}

static int table_concat(lua_State *lua) {
  lua_Integer last = length_of(lua, 1, READS);
  size_t count;
  const char *separator = luaL_optlstring(lua, 2, "", &count);
  lua_Integer place = luaL_optinteger(lua, 3, 1);
  last = luaL_optinteger(lua, 4, last);
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  for (; place < last; place++) {
    add_element(lua, &buffer, place);
    luaL_addlstring(&buffer, separator, count);
  }
  if (place == last) add_element(lua, &buffer, place);
  luaL_pushresult(&buffer);
  return 1;
}

static int table_unpack(lua_State *lua) {
  lua_Integer first = luaL_optinteger(lua, 2, 1);
  lua_Integer last = lua_isnoneornil(lua, 3) ? luaL_len(lua, 1) : luaL_checkinteger(lua, 3);
  if (first > last) return 0;
  lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
  if (count >= (unsigned int)INT_MAX || !lua_checkstack(lua, (int)++count))
    return luaL_error(lua, "too many results to unpack");
  for (lua_Integer place = first; place < last; place++) {
    spend(lua, 1);
    lua_geti(lua, 1, place);
  }
  lua_geti(lua, 1, last);
  return (int)count;
}

// Compares as the script asks, or as `<` does, and counts it: a sort is bounded by its comparisons.
static int is_before(lua_State *lua) {
  size_t steps = 1;
  if (lua_isnil(lua, lua_upvalueindex(1))) {
    if (lua_type(lua, 1) == LUA_TSTRING && lua_type(lua, 2) == LUA_TSTRING) {
      size_t left = lua_rawlen(lua, 1), right = lua_rawlen(lua, 2);
      steps += left < right ? left : right;
    }
    spend(lua, steps);
    lua_pushboolean(lua, lua_compare(lua, 1, 2, LUA_OPLT));
    return 1;
  }
  spend(lua, steps);
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_call(lua, 2, 1);
  return 1;
}

static int table_sort(lua_State *lua) {
  if (lua_gettop(lua) > 0) lua_settop(lua, 2);
  if (lua_isnil(lua, 2) || lua_isfunction(lua, 2)) lua_pushcclosure(lua, is_before, 1);
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

void open_counted_tables(lua_State *lua) {
  static const luaL_Reg functions[] = {
      {"insert", table_insert}, {"remove", table_remove}, {"move", table_move},
      {"concat", table_concat}, {"unpack", table_unpack}, {NULL, NULL},
  };
  lua_getglobal(lua, LUA_TABLIBNAME);
  luaL_setfuncs(lua, functions, 0);
  lua_getfield(lua, -1, "sort");
  lua_pushcclosure(lua, table_sort, 1);
  lua_setfield(lua, -2, "sort");
  lua_pop(lua, 1);
}
