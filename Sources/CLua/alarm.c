#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

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
static volatile bool has_rung;
static int descriptor_for_last_words = -1;
static uint8_t verb_of_last_words, outcome_of_last_words;

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

static int64_t limit_of(const clua_state *state) {
  return (int64_t)state->limits.soft_milliseconds * 1000;
}

// The last resort: what runs here returns neither to Lua nor to a function that counts. The frames
// of Lua are only read, and nothing is allocated.
static void say_last_words(clua_state *state) {
  static uint8_t frame[512];
  if (descriptor_for_last_words < 0) return;
  note_where(state);
  char text[256];
  int count = snprintf(
      text, sizeof text, "%scould not be stopped after %u ms", state->where,
      state->limits.soft_milliseconds);
  uint8_t *at = frame + 4;
  *at++ = verb_of_last_words;
  *at++ = outcome_of_last_words;
  for (int part = 0; part < 4; part++) {
    uint32_t length = part == 0 && count > 0 ? (uint32_t)count : 0;
    *at++ = TAG_STRING;
    for (int shift = 0; shift < 32; shift += 8) *at++ = (uint8_t)(length >> shift);
    memcpy(at, text, length);
    at += length;
  }
  uint32_t length = (uint32_t)(at - frame - 4);
  for (int i = 0; i < 4; i++) frame[i] = (uint8_t)(length >> i * 8);
  ssize_t written = write(descriptor_for_last_words, frame, length + 4);
  _exit(written < 0);
}

static void ring(int signal) {
  (void)signal;
  clua_state *state = running;
  if (!state) return;
  int64_t left = ends_at - microseconds_used();
  if (left <= 0 && !has_rung) {
    has_rung = true;
    left = limit_of(state);
    ends_at += left;
    be_late(state);
  }
  if (left <= 0) say_last_words(state);
  // At least one kernel tick, or it would do nothing but fire.
  set_timer_for(left < 1000 ? 1000 : left);
}

// Called before the filter, which allows no such call later.
int clua_prepare(void) {
  struct sigaction action = {.sa_handler = ring, .sa_flags = SA_RESTART};
  return sigaction(SIGALRM, &action, NULL) == 0 ? 0 : errno;
}

void clua_prepare_last_words(int descriptor, uint8_t verb, uint8_t outcome) {
  descriptor_for_last_words = descriptor;
  verb_of_last_words = verb;
  outcome_of_last_words = outcome;
}

void alarm_start(clua_state *state) {
  int64_t limit = limit_of(state);
  has_rung = false;
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
