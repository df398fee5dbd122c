#include <errno.h>
#include <string.h>
#include <sys/time.h>

#include "state.h"

// The soft limit. A standing count hook would halve the speed of every script; a timer costs
// nothing until it fires, and lua_sethook is the one function of Lua that a signal handler may call.
static clua_state *volatile running;
static struct itimerval rest;

static void stop(lua_State *lua, lua_Debug *record) {
  (void)record;
  clua_state *state = state_of(lua);
  // The hook stays on: each further instruction raises again, so that
  // `while true do pcall(f) end` does not survive it.
  note_where(state);
  luaL_error(lua, "%sstopped after %d ms", state->where, (int)state->limits.soft_milliseconds);
}

static void ring(int signal) {
  (void)signal;
  clua_state *state = running;
  if (!state) return;
  state->late = 1;
  lua_sethook(state->lua, stop, LUA_MASKCOUNT, 1);
}

static void set_timer(struct itimerval timer) { setitimer(ITIMER_REAL, &timer, NULL); }

int clua_prepare(void) {
  struct sigaction action = {.sa_handler = ring, .sa_flags = SA_RESTART};
  return sigaction(SIGALRM, &action, NULL) == 0 ? 0 : errno;
}

void alarm_start(clua_state *state) {
  running = state;
  uint32_t limit = state->limits.soft_milliseconds;
  set_timer((struct itimerval){
      .it_value = {.tv_sec = limit / 1000, .tv_usec = (limit % 1000) * 1000}});
}

void alarm_stop(void) {
  set_timer((struct itimerval){0});
  if (running) lua_sethook(running->lua, NULL, 0, 0);
  running = NULL;
}

// While the manager answers a question the script is not to blame for the time.
void alarm_pause(void) {
  struct itimerval none = {0};
  setitimer(ITIMER_REAL, &none, &rest);
}

void alarm_resume(void) {
  // What has run out already rang; there is nothing to set again.
  if (rest.it_value.tv_sec || rest.it_value.tv_usec) set_timer(rest);
}
