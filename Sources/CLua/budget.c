// The steps that library functions may take in one run, and what stops a run that is over a limit.
#include <stdio.h>

#include "state.h"

int describe_limit(const clua_state *state, char *text, size_t room) {
  if (state->overspent)
    return snprintf(
        text, room, "%sstopped after %llu steps in library functions", state->where,
        (unsigned long long)state->limits.steps);
  if (state->asked > state->limits.asking_milliseconds)
    return snprintf(
        text, room, "%sstopped: the answers to its questions took longer than %u ms",
        state->where, state->limits.asking_milliseconds);
  return snprintf(
      text, room, "%sstopped after %u ms", state->where, state->limits.soft_milliseconds);
}

void be_late(clua_state *state) {
  state->where[0] = 0;
  state->late = 1;
  lua_sethook(state->lua, stop_run, LUA_MASKCOUNT, 1);
}

void stop_run(lua_State *lua, lua_Debug *record) {
  (void)record;
  clua_state *state = state_of(lua);
  char text[256];
  // The hook stays on: each further instruction raises again, so that `while true do pcall(f) end`
  // cannot survive.
  // The first line is the one to name: what a script catches is only stopped again.
  if (!state->where[0]) note_where(state);
  describe_limit(state, text, sizeof text);
  luaL_error(lua, "%s", text);
}

void overspend(lua_State *lua) {
  clua_state *state = state_of(lua);
  if (!state->late) {
    state->overspent = true;
    be_late(state);
  }
  state->steps = 0;
  stop_run(lua, NULL);
}
