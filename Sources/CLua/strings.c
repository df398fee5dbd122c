// The functions of `string` that could run long, counted: find, match, gmatch, gsub and rep.
#define _GNU_SOURCE
#include <ctype.h>
#include <string.h>

#include "patterns.h"

// The place that an argument names, from 1; negative ones count from the end.
static size_t place_in(lua_Integer at, size_t count) {
  if (at > 0) return (size_t)at;
  if (at == 0 || at < -(lua_Integer)count) return 1;
  return count + (size_t)at + 1;
}

// Captures are set when they are opened; clearing them all would cost more than most matches.
static void begin_match(
    matcher *matcher, lua_State *lua, const char *text, size_t count, const item *items
) {
  matcher->lua = lua;
  matcher->text = text;
  matcher->end = text + count;
  matcher->items = items;
  matcher->level = 0;
}

// Pushes one capture, or the whole match if the pattern has none.
static void push_capture(const matcher *matcher, int place, const char *start, const char *end) {
  if (place >= matcher->level) {
    if (place != 0) luaL_error(matcher->lua, "invalid capture index %%%d", place + 1);
    lua_pushlstring(matcher->lua, start, (size_t)(end - start));
    return;
  }
  const capture *capture = &matcher->captured[place];
  if (capture->length == CAPTURE_OPEN) luaL_error(matcher->lua, "unfinished capture");
  if (capture->length == CAPTURE_POSITION)
    lua_pushinteger(matcher->lua, capture->start - matcher->text + 1);
  else
    lua_pushlstring(matcher->lua, capture->start, (size_t)capture->length);
}

// Without captures, the whole match is one if it is given.
static int push_captures(const matcher *matcher, const char *start, const char *end) {
  int count = matcher->level == 0 && start ? 1 : matcher->level;
  luaL_checkstack(matcher->lua, count, "too many captures");
  for (int place = 0; place < count; place++) push_capture(matcher, place, start, end);
  return count;
}

static bool is_plain(const char *pattern, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (pattern[i] && strchr("^$*+?.([%-", pattern[i])) return false;
  return true;
}

static int search(lua_State *lua, bool finds) {
  size_t count, length;
  const char *text = luaL_checklstring(lua, 1, &count);
  const char *pattern = luaL_checklstring(lua, 2, &length);
  size_t begin = place_in(luaL_optinteger(lua, 3, 1), count) - 1;
  if (begin > count) {
    luaL_pushfail(lua);
    return 1;
  }
  if (finds && (lua_toboolean(lua, 4) || is_plain(pattern, length))) {
    spend(lua, 1 + (count - begin) / 16);
    // In linear time, whatever the text.
    const char *found = memmem(text + begin, count - begin, pattern, length);
    if (!found) {
      luaL_pushfail(lua);
      return 1;
    }
    lua_pushinteger(lua, found - text + 1);
    lua_pushinteger(lua, (found - text) + (ptrdiff_t)length);
    return 2;
  }
  small_pattern small;
  bool anchored = length > 0 && *pattern == '^';
  const item *items = read_pattern(lua, pattern + anchored, length - anchored, &small);
  matcher matcher;
  begin_match(&matcher, lua, text, count, items);
  const char *start = text + begin;
  const char *end = match_from(&matcher, &start, anchored);
  if (!end) {
    luaL_pushfail(lua);
    return 1;
  }
  if (!finds) return push_captures(&matcher, start, end);
  lua_pushinteger(lua, start - text + 1);
  lua_pushinteger(lua, end - text);
  return push_captures(&matcher, NULL, NULL) + 2;
}

static int string_find(lua_State *lua) { return search(lua, true); }
static int string_match(lua_State *lua) { return search(lua, false); }

// Where an iteration stands, in a userdata that its function holds with the text and the pattern.
typedef struct {
  matcher matcher;
  const char *next, *last_end;
} iteration;

static int next_match(lua_State *lua) {
  iteration *iteration = lua_touserdata(lua, lua_upvalueindex(3));
  iteration->matcher.lua = lua;
  const char *start = iteration->next;
  while (start <= iteration->matcher.end) {
    const char *end = match_from(&iteration->matcher, &start, false);
    if (!end) break;
    if (end != iteration->last_end) {
      iteration->next = iteration->last_end = end;
      return push_captures(&iteration->matcher, start, end);
    }
    start++;
  }
  return 0;
}

static int string_gmatch(lua_State *lua) {
  size_t count, length;
  const char *text = luaL_checklstring(lua, 1, &count);
  const char *pattern = luaL_checklstring(lua, 2, &length);
  size_t begin = place_in(luaL_optinteger(lua, 3, 1), count) - 1;
  lua_settop(lua, 2);
  iteration *iteration = lua_newuserdatauv(lua, sizeof *iteration, 1);
  const item *items = read_pattern(lua, pattern, length, NULL);
  lua_setiuservalue(lua, 3, 1);
  begin_match(&iteration->matcher, lua, text, count, items);
  iteration->next = text + (begin > count ? count + 1 : begin);
  iteration->last_end = NULL;
  lua_pushcclosure(lua, next_match, 3);
  return 1;
}

// Adds a replacement in which %0 to %9 stand for what was captured.
static void add_template(
    const matcher *matcher, luaL_Buffer *buffer, const char *start, const char *end
) {
  size_t rest;
  const char *at = lua_tolstring(matcher->lua, 3, &rest);
  spend(matcher->lua, rest / 16);
  for (const char *sign; (sign = memchr(at, '%', rest)) != NULL;) {
    luaL_addlstring(buffer, at, (size_t)(sign - at));
    unsigned char named = (unsigned char)sign[1];
    if (named == '%') {
      luaL_addchar(buffer, '%');
    } else if (named == '0') {
      luaL_addlstring(buffer, start, (size_t)(end - start));
    } else if (isdigit(named)) {
      int place = named - '1';
      if (place < matcher->level && matcher->captured[place].length >= 0) {
        const capture *capture = &matcher->captured[place];
        luaL_addlstring(buffer, capture->start, (size_t)capture->length);
      } else {
        push_capture(matcher, place, start, end);
        luaL_addvalue(buffer);
      }
    } else {
      luaL_error(matcher->lua, "invalid use of '%%' in replacement string");
    }
    rest -= (size_t)(sign + 2 - at);
    at = sign + 2;
  }
  luaL_addlstring(buffer, at, rest);
}

// Adds what replaces a match; false if the match stays.
static bool add_replacement(
    const matcher *matcher, luaL_Buffer *buffer, const char *start, const char *end, int type
) {
  lua_State *lua = matcher->lua;
  switch (type) {
    case LUA_TFUNCTION:
      lua_pushvalue(lua, 3);
      lua_call(lua, push_captures(matcher, start, end), 1);
      break;
    case LUA_TTABLE:
      push_capture(matcher, 0, start, end);
      lua_gettable(lua, 3);
      break;
    default: add_template(matcher, buffer, start, end); return true;
  }
  if (!lua_toboolean(lua, -1)) {
    lua_pop(lua, 1);
    luaL_addlstring(buffer, start, (size_t)(end - start));
    return false;
  }
  if (!lua_isstring(lua, -1))
    luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
  luaL_addvalue(buffer);
  return true;
}

static int string_gsub(lua_State *lua) {
  size_t count, length;
  const char *text = luaL_checklstring(lua, 1, &count);
  const char *pattern = luaL_checklstring(lua, 2, &length);
  int type = lua_type(lua, 3);
  lua_Integer most = luaL_optinteger(lua, 4, (lua_Integer)count + 1), done = 0;
  luaL_argexpected(
      lua,
      type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
      "string/function/table");
  small_pattern small;
  bool anchored = length > 0 && *pattern == '^', changed = false;
  lua_settop(lua, 4);
  const item *items = read_pattern(lua, pattern + anchored, length - anchored, &small);
  matcher matcher;
  begin_match(&matcher, lua, text, count, items);
  const char *at = text, *last_end = NULL;
  luaL_Buffer buffer;
  luaL_buffinit(lua, &buffer);
  while (done < most) {
    const char *start = at;
    const char *end = match_from(&matcher, &start, anchored);
    if (!end) break;
    luaL_addlstring(&buffer, at, (size_t)(start - at));
    at = start;
    if (end != last_end) {
      done++;
      if (add_replacement(&matcher, &buffer, start, end, type)) changed = true;
      at = last_end = end;
    } else if (at < matcher.end) {
      luaL_addchar(&buffer, *at++);
    } else {
      break;
    }
    if (anchored) break;
  }
  if (changed) {
    luaL_addlstring(&buffer, at, (size_t)(matcher.end - at));
    luaL_pushresult(&buffer);
  } else {
    lua_pushvalue(lua, 1);
  }
  lua_pushinteger(lua, done);
  return 2;
}

// Nothing, repeated for ever, is nothing.
static int string_rep(lua_State *lua) {
  size_t count, separator;
  luaL_checklstring(lua, 1, &count);
  luaL_checkinteger(lua, 2);
  luaL_optlstring(lua, 3, "", &separator);
  if (count + separator == 0) {
    lua_pushliteral(lua, "");
    return 1;
  }
  return lua_tocfunction(lua, lua_upvalueindex(1))(lua);
}

void open_counted_strings(lua_State *lua) {
  static const luaL_Reg functions[] = {
      {"find", string_find}, {"match", string_match}, {"gmatch", string_gmatch},
      {"gsub", string_gsub}, {NULL, NULL},
  };
  lua_getglobal(lua, LUA_STRLIBNAME);
  luaL_setfuncs(lua, functions, 0);
  lua_getfield(lua, -1, "rep");
  lua_pushcclosure(lua, string_rep, 1);
  lua_setfield(lua, -2, "rep");
  lua_pop(lua, 1);
}
