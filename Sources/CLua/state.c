#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"

static const char entries_key = 0;

enum { ROOM_FOR_PLACES = 64 * 1024, MOST_OF_LOCALS = 16 * 1024 };

// The libraries that access only values. The prelude removes their dangerous functions.
static int open_libraries(lua_State *lua) {
  static const luaL_Reg libraries[] = {
      {LUA_GNAME, luaopen_base},        {LUA_TABLIBNAME, luaopen_table},
      {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},
      {LUA_UTF8LIBNAME, luaopen_utf8},  {NULL, NULL},
  };
  for (const luaL_Reg *library = libraries; library->func; library++) {
    luaL_requiref(lua, library->name, library->func, 1);
    lua_pop(lua, 1);
  }
  open_counted_strings(lua);
  open_counted_tables(lua);
  open_guarded_calls(lua);
  return 0;
}

clua_state *clua_open(clua_limits limits, clua_ask ask, void *context) {
  clua_state *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  state->limits = limits;
  state->ask = ask;
  state->context = context;
  // What is recorded with the decisions, such as their lines, does not count as their size.
  state->result.limit = limits.reply + ROOM_FOR_PLACES;
  state->scratch.limit = limits.reply;
  state->log.limit = limits.log + 128;  // and the line that says it is full
  state->message.limit = state->traceback.limit = 16 * 1024;
  state->answer.limit = SIZE_MAX;
  lua_State *lua = lua_newstate(allocate, state);
  if (!lua) {
    free(state);
    return NULL;
  }
  state->lua = lua;
  *(clua_state **)lua_getextraspace(lua) = state;
  state->steps = limits.steps;
  lua_pushcfunction(lua, open_libraries);
  if (lua_pcall(lua, 0, 0, 0) != LUA_OK) {
    clua_close(state);
    return NULL;
  }
  return state;
}

void clua_close(clua_state *state) {
  lua_close(state->lua);
  buffer_free(&state->result);
  buffer_free(&state->message);
  buffer_free(&state->traceback);
  buffer_free(&state->log);
  buffer_free(&state->answer);
  buffer_free(&state->scratch);
  free_lines(state);
  free(state);
}

// The task of a protected call, passed as a light pointer, which needs no allocation.
typedef struct {
  const char *entry;
  clua_bytes text, value;
} task;

static int run_prelude(lua_State *lua) {
  const task *task = lua_touserdata(lua, 1);
  const char *text = (const char *)task->text.bytes;
  if (luaL_loadbufferx(lua, text, task->text.count, "=[keeper]", "t") != LUA_OK)
    return lua_error(lua);
  push_host(lua);
  decode(lua, task->value);
  lua_call(lua, 2, 1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &entries_key);
  return 0;
}

static int run_entry(lua_State *lua) {
  const task *task = lua_touserdata(lua, 1);
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &entries_key);
  lua_getfield(lua, -1, task->entry);
  decode(lua, task->value);
  lua_call(lua, 1, 1);
  return 1;
}

static clua_outcome outcome(clua_state *state, int status) {
  bool short_of_memory = status == LUA_ERRMEM;
  if (status != LUA_OK && !short_of_memory) {
    // A library's buffer raises this text as an ordinary error.
    static const char text[] = "not enough memory";
    short_of_memory = state->message.count == sizeof text - 1 &&
                      memcmp(state->message.bytes, text, sizeof text - 1) == 0;
  }
  char message[256];
  if (status == LUA_OK) return CLUA_DONE;
  if (state->late) {
    describe_limit(state, message, sizeof message);
    buffer_set(&state->message, message);
    return CLUA_LATE;
  }
  if (short_of_memory) {
    snprintf(message, sizeof message, "%sasked for more than its %zu KB of memory", state->where,
             state->limits.memory / 1024);
    buffer_set(&state->message, message);
    return CLUA_NO_MEMORY;
  }
  return state->overrun ? CLUA_OVERRUN : CLUA_FAILED;
}

static clua_outcome protected(clua_state *state, lua_CFunction function, task *task, bool timed) {
  lua_State *lua = state->lua;
  state->late = 0;
  state->overspent = false;
  state->steps = state->limits.steps;
  state->asked = 0;
  state->locals_left = MOST_OF_LOCALS;
  state->late_allowance = 64 * 1024;
  state->reserve = 0;
  state->where[0] = 0;
  state->log_is_full = state->log_end_told = state->overrun = false;
  state->result.count = state->message.count = state->traceback.count = state->log.count = 0;
  lua_settop(lua, 0);
  lua_pushcfunction(lua, with_traceback);
  lua_pushcfunction(lua, function);
  lua_pushlightuserdata(lua, task);
  start_counting(state);
  if (timed) alarm_start(state);
  int status = lua_pcall(lua, 1, LUA_MULTRET, 1);
  if (timed) alarm_stop();
  note_lines(state);
  state->reserve = 0;
  clua_outcome result = outcome(state, status);
  if (result == CLUA_DONE && lua_gettop(lua) > 1) {
    encoding encoding = {.into = &state->result, .strict = false};
    if (!encode(lua, &encoding, "the result")) {
      buffer_set(&state->message, encoding.why);
      result = CLUA_OVERRUN;
    }
  }
  lua_settop(lua, 0);
  return result;
}

clua_outcome clua_prelude(clua_state *state, clua_bytes text, clua_bytes settings) {
  task task = {.text = text, .value = settings};
  return protected(state, run_prelude, &task, false);
}

clua_outcome clua_invoke(clua_state *state, const char *entry, clua_bytes request) {
  task task = {.entry = entry, .value = request};
  return protected(state, run_entry, &task, true);
}

static clua_bytes contents(buffer buffer) { return (clua_bytes){buffer.bytes, buffer.count}; }

clua_bytes clua_result(const clua_state *state) { return contents(state->result); }
clua_bytes clua_message(const clua_state *state) { return contents(state->message); }
clua_bytes clua_traceback(const clua_state *state) { return contents(state->traceback); }
clua_bytes clua_log(const clua_state *state) { return contents(state->log); }

bool clua_answer(clua_state *state, clua_bytes answer) {
  state->answer.count = 0;
  return buffer_append(&state->answer, answer.bytes, answer.count);
}
