// Declarations shared by the files of this target.
#pragma once
#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <lua5.4/lualib.h>
#include <signal.h>

#include "clua.h"

// The wire format of a value: a tag, then its content. Integers are little-endian.
enum {
  TAG_NIL = 0,
  TAG_FALSE = 1,
  TAG_TRUE = 2,
  TAG_INTEGER = 3,  // 8 bytes
  TAG_NUMBER = 4,   // 8 bytes, IEEE 754
  TAG_STRING = 5,   // u32 length, bytes
  TAG_ARRAY = 6,    // u32 count, values
  TAG_TABLE = 7,    // u32 count, pairs of (u32 length, bytes) and a value
};
enum { DEEPEST = 16 };

// A byte buffer with a maximum size. It is outside of Lua's heap: an error that jumps over the code
// filling it leaves it owned by the state, so nothing leaks.
typedef struct {
  uint8_t *bytes;
  size_t count, room, limit;
} buffer;

bool buffer_append(buffer *buffer, const void *bytes, size_t count);
void buffer_set(buffer *buffer, const char *text);
void buffer_free(buffer *buffer);

struct clua_state {
  lua_State *lua;
  clua_limits limits;
  clua_ask ask;
  void *context;

  size_t held;             // bytes the allocator has given out
  size_t late_allowance;   // growth still granted after the soft limit, to report it
  size_t reserve;          // growth granted over the cap, while an error is being reported
  volatile sig_atomic_t late;
  uint64_t steps;          // of library functions, left of this run
  bool overspent;          // there were none left; it is late for that reason
  double asked;            // milliseconds the answers to its questions have taken
  char where[160];         // "file:line: " of the last refusal or stop

  buffer result, message, traceback, log, answer, scratch;
  bool log_is_full, log_end_told;
  size_t locals_left;  // bytes of locals that decisions of this run may still be recorded with

  bool counting;  // how often each line runs
  struct counted_file *files;
  size_t file_count;
  buffer lines;
  bool overrun;  // did more than it may; the run fails whatever it caught
};

static inline clua_state *state_of(lua_State *lua) {
  return *(clua_state **)lua_getextraspace(lua);
}

// memory.c
void *allocate(void *context, void *block, size_t old, size_t wanted);

// alarm.c
void alarm_start(clua_state *state);
void alarm_stop(void);
void alarm_pause(void);
void alarm_resume(void);

// budget.c
int describe_limit(const clua_state *state, char *text, size_t room);
void be_late(clua_state *state);
void stop_run(lua_State *lua, lua_Debug *record);
void overspend(lua_State *lua);

// Counts work that no hook interrupts, and raises an error once the run is over its limits.
static inline void spend(lua_State *lua, size_t steps) {
  clua_state *state = state_of(lua);
  if (state->late || steps > state->steps) overspend(lua);
  state->steps -= steps;
}

// strings.c, tables.c, protection.c: in place of the functions that could run without an end.
void open_counted_strings(lua_State *lua);
void open_counted_tables(lua_State *lua);
void open_guarded_calls(lua_State *lua);

// where.c
void note_where(clua_state *state);
void push_where(lua_State *lua);
int with_traceback(lua_State *lua);
void push_place(lua_State *lua);
bool script_frame(lua_State *lua, lua_Debug *record);

// locals.c
void push_locals(lua_State *lua);

// lines.c
void start_counting(clua_state *state);
void note_lines(clua_state *state);
void free_lines(clua_state *state);

// decode.c: pushes one value. Raises an error if the bytes are not a value.
void decode(lua_State *lua, clua_bytes bytes);

// encode.c: appends the value on top of the stack. Never raises: returns false with the reason in
// `why`.
typedef struct {
  buffer *into;
  bool strict;     // refuse what cannot be stored and read back the same
  char path[160];  // the field being looked at, for the error
  char why[320];
} encoding;
bool encode(lua_State *lua, encoding *encoding, const char *name);

// utf8.c
bool is_utf8(const uint8_t *bytes, size_t count);

// host.c
void push_host(lua_State *lua);
