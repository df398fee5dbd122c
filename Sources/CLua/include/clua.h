// The whole of Lua, seen from Swift: a sealed state that takes bytes and gives bytes.
//
// lua_error leaves by longjmp, over every frame up to the last protected call. A Swift frame among
// those is undefined behaviour, so no Lua symbol is visible outside this target: whatever can raise
// runs here, under lua_pcall, and what Swift hands in returns before anything is raised.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One Lua state with its own memory, its own libraries and its own limits.
typedef struct clua_state clua_state;

typedef struct {
  size_t memory;               // bytes the state may hold
  size_t log;                  // bytes of log text per call
  size_t reply;                // bytes a call's result may take when encoded
  uint32_t soft_milliseconds;  // after which running Lua is stopped with an error
} clua_limits;

typedef enum {
  CLUA_DONE = 0,
  CLUA_FAILED,     // the script raised an error
  CLUA_LATE,       // the soft limit stopped it
  CLUA_NO_MEMORY,  // it asked for more than its memory
  CLUA_OVERRUN,    // it decided more than it may, or its result does not fit
} clua_outcome;

// Borrowed bytes; they stay valid until the next call on the same state.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} clua_bytes;

// Answers what the prelude asks of the world around it. The request is one encoded value; the
// answer is given with clua_answer before returning.
typedef void (*clua_ask)(void *context, clua_state *state, clua_bytes request);

// A state with the open libraries and nothing else in it, or NULL when memory is short.
clua_state *clua_open(clua_limits limits, clua_ask ask, void *context);
void clua_close(clua_state *state);

// Runs the prelude: a chunk that is given the host functions and one decoded value, takes away what
// scripts must not have, and returns a table of entries for clua_invoke.
clua_outcome clua_prelude(clua_state *state, clua_bytes text, clua_bytes settings);

// Calls the prelude's entry with one decoded value, under the soft limit.
clua_outcome clua_invoke(clua_state *state, const char *entry, clua_bytes request);

// What the last call left: its encoded result when it was done; otherwise a message with
// `file:line: why`, and a traceback; in any case what it logged, each line ended by a newline.
clua_bytes clua_result(const clua_state *state);
clua_bytes clua_message(const clua_state *state);
clua_bytes clua_traceback(const clua_state *state);
clua_bytes clua_log(const clua_state *state);

// Gives the answer to a clua_ask. False when there is no memory for it.
bool clua_answer(clua_state *state, clua_bytes answer);

// Makes the soft limit possible, before a filter leaves no system call to do it. Returns 0 or an
// errno.
int clua_prepare(void);
