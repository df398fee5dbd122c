#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "state.h"

// The soft limit. A permanent count hook would halve the speed of every script; a timer costs
// nothing until it fires, and lua_sethook is the only function of Lua that a signal handler may
// call.
//
// Processor time is what counts: it is not the script's fault if the machine or its process is
// stopped. The timer runs in real time, and is set again for the remaining time.
static clua_state *volatile running;
static volatile int64_t ends_at;
static struct itimerval rest;

static int64_t microseconds_used(void) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

static void set_timer(struct itimerval timer) { setitimer(ITIMER_REAL, &timer, NULL); }

static void set_timer_for(int64_t microseconds) {
  set_timer((struct itimerval){
      .it_value = {.tv_sec = microseconds / 1000000, .tv_usec = microseconds % 1000000}});
}

static void stop(lua_State *lua, lua_Debug *record) {
  (void)record;
  clua_state *state = state_of(lua);
  // The hook stays on: each further instruction raises again, so that `while true do pcall(f) end`
  // cannot survive.
  note_where(state);
  luaL_error(lua, "%sstopped after %d ms", state->where, (int)state->limits.soft_milliseconds);
}

static void ring(int signal) {
  (void)signal;
  clua_state *state = running;
  if (!state) return;
  int64_t left = ends_at - microseconds_used();
  if (left > 0) {
    // At least one kernel tick, or it would do nothing but fire.
    set_timer_for(left < 1000 ? 1000 : left);
    return;
  }
  state->late = 1;
  lua_sethook(state->lua, stop, LUA_MASKCOUNT, 1);
}

// Called before the filter, which allows no such call later.
int clua_prepare(void) {
  struct sigaction action = {.sa_handler = ring, .sa_flags = SA_RESTART};
  return sigaction(SIGALRM, &action, NULL) == 0 ? 0 : errno;
}

void alarm_start(clua_state *state) {
  int64_t limit = (int64_t)state->limits.soft_milliseconds * 1000;
  ends_at = microseconds_used() + limit;
  running = state;
  set_timer_for(limit);
}

void alarm_stop(void) {
  set_timer((struct itimerval){0});
  if (running) lua_sethook(running->lua, NULL, 0, 0);
  running = NULL;
}

// The manager's time for answering a question does not count against the script.
void alarm_pause(void) {
  struct itimerval none = {0};
  setitimer(ITIMER_REAL, &none, &rest);
}

void alarm_resume(void) {
  // An expired timer has already fired; there is nothing to set again.
  if (rest.it_value.tv_sec || rest.it_value.tv_usec) set_timer(rest);
}
