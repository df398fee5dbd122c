#include <string.h>
#include <time.h>

#include "state.h"

// The host functions, available only to the prelude.

// host.encode(value, name): its bytes; or nil and why the value cannot be stored.
static int host_encode(lua_State *lua) {
  clua_state *state = state_of(lua);
  const char *name = luaL_checkstring(lua, 2);
  lua_settop(lua, 2);
  lua_pushvalue(lua, 1);
  state->scratch.count = 0;
  encoding encoding = {.into = &state->scratch, .strict = true};
  if (!encode(lua, &encoding, name)) {
    lua_pushnil(lua);
    lua_pushstring(lua, encoding.why);
    return 2;
  }
  lua_pushlstring(lua, (const char *)state->scratch.bytes, state->scratch.count);
  return 1;
}

// host.decode(bytes): the value, newly created.
static int host_decode(lua_State *lua) {
  clua_bytes bytes;
  bytes.bytes = (const uint8_t *)luaL_checklstring(lua, 1, &bytes.count);
  decode(lua, bytes);
  return 1;
}

static double milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

// The host's answer to a question. The host returns before anything is raised here.
static int question(lua_State *lua, bool clock_stands_still) {
  clua_state *state = state_of(lua);
  lua_settop(lua, 1);
  state->scratch.count = 0;
  encoding encoding = {.into = &state->scratch, .strict = false};
  if (!encode(lua, &encoding, "the question")) return luaL_error(lua, "%s", encoding.why);
  state->answer.count = 0;
  double began = milliseconds_now();
  if (clock_stands_still) alarm_pause();
  state->ask(state->context, state, (clua_bytes){state->scratch.bytes, state->scratch.count});
  if (clock_stands_still) alarm_resume();
  if (clock_stands_still) state->asked += milliseconds_now() - began;
  if (state->asked > state->limits.asking_milliseconds) {
    // Caught or not, the run has failed.
    be_late(state);
    stop_run(lua, NULL);
  }
  decode(lua, (clua_bytes){state->answer.bytes, state->answer.count});
  return 1;
}

// host.ask(question): answered in this process.
static int host_ask(lua_State *lua) { return question(lua, false); }

// host.query(question): answered by the manager. The waits have a limit of their own: many long
// answers hold up every script.
static int host_query(lua_State *lua) { return question(lua, true); }

// host.log(text): adds a line unless the log is full. Lines after a line break are indented.
static int host_log(lua_State *lua) {
  clua_state *state = state_of(lua);
  size_t count;
  const char *text = luaL_checklstring(lua, 1, &count);
  for (const char *at = text, *end = text + count; at <= end && !state->log_is_full;) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    size_t length = (size_t)((stop ? stop : end) - at);
    size_t room = state->limits.log - state->log.count;
    state->log_is_full = length + 3 > room;
    if (at != text) buffer_append(&state->log, "  ", 2);
    buffer_append(&state->log, at, length < room ? length : room);
    buffer_append(&state->log, "\n", 1);
    at += length + 1;
  }
  if (state->log_is_full && !state->log_end_told) {
    static const char told[] = "(the log is full; the rest of this run is not in it)\n";
    buffer_append(&state->log, told, sizeof told - 1);
    state->log_end_told = true;
  }
  return 0;
}

// host.overrun(): marks the run as over a limit; it fails even if the error is caught.
static int host_overrun(lua_State *lua) {
  state_of(lua)->overrun = true;
  return 0;
}

// host.compile(name, source): the chunk as a function; or nil and `file:line: why`. Text only,
// because a crafted binary chunk could do anything.
static int host_compile(lua_State *lua) {
  size_t count;
  const char *name = luaL_checkstring(lua, 1);
  const char *source = luaL_checklstring(lua, 2, &count);
  if (count >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) {
    source += 3;
    count -= 3;
  }
  lua_pushfstring(lua, "@%s", name);
  if (luaL_loadbufferx(lua, source, count, lua_tostring(lua, -1), "t") == LUA_OK) return 1;
  lua_pushnil(lua);
  lua_insert(lua, -2);
  return 2;
}

// host.fail(why): raises an error at the running line of the script, at any call depth.
static int host_fail(lua_State *lua) {
  push_where(lua);
  lua_pushvalue(lua, 1);
  lua_concat(lua, 2);
  return lua_error(lua);
}

// host.where(): `file:line: ` of the script, or nothing.
static int host_where(lua_State *lua) {
  push_where(lua);
  return 1;
}

// host.place(): `file:line` of the script, or nothing.
static int host_place(lua_State *lua) {
  push_place(lua);
  return 1;
}

// host.locals(): the locals of the script at that line, as a list of `name = value`.
static int host_locals(lua_State *lua) {
  push_locals(lua);
  return 1;
}

void push_host(lua_State *lua) {
  static const luaL_Reg functions[] = {
      {"encode", host_encode}, {"decode", host_decode}, {"ask", host_ask},
      {"query", host_query},   {"log", host_log},         {"overrun", host_overrun},
      {"compile", host_compile}, {"fail", host_fail},     {"where", host_where},
      {"place", host_place},   {"locals", host_locals},
      {NULL, NULL},
  };
  luaL_newlib(lua, functions);
}
