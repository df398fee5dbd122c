// The complete interface to Lua for Swift: a sealed state that takes bytes and returns bytes.
//
// lua_error uses longjmp to skip all frames up to the last protected call. If one of them is a
// Swift frame, that is undefined behaviour. No Lua symbol is therefore visible outside this target:
// all code that can raise runs here, under lua_pcall, and Swift callbacks return before anything is
// raised.
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
  uint32_t asking_milliseconds;  // that the answers to a call's questions may take
  uint64_t steps;              // of library functions per call, such as bytes a pattern looks at
} clua_limits;

typedef enum {
  CLUA_DONE = 0,
  CLUA_FAILED,     // the script raised an error
  CLUA_LATE,       // the soft limit stopped it
  CLUA_NO_MEMORY,  // it asked for more than its memory
  CLUA_OVERRUN,    // it decided more than it may, or its result does not fit
} clua_outcome;

// Borrowed bytes, valid until the next call on the same state.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} clua_bytes;

// Answers a question of the prelude to its host. The request is one encoded value; the answer is
// passed to clua_answer before returning.
typedef void (*clua_ask)(void *context, clua_state *state, clua_bytes request);

// Creates a state with only the open libraries, or returns NULL if memory is short.
clua_state *clua_open(clua_limits limits, clua_ask ask, void *context);
void clua_close(clua_state *state);

// Runs the prelude: a chunk that receives the host functions and one decoded value, removes what
// scripts must not have, and returns a table of entry points for clua_invoke.
clua_outcome clua_prelude(clua_state *state, clua_bytes text, clua_bytes settings);

// Calls an entry point of the prelude with one decoded value, under the soft limit.
clua_outcome clua_invoke(clua_state *state, const char *entry, clua_bytes request);

// The results of the last call: its encoded result if it succeeded; otherwise a message with
// `file:line: why`, and a traceback; in any case its log, each line ended by a newline.
clua_bytes clua_result(const clua_state *state);
clua_bytes clua_message(const clua_state *state);
clua_bytes clua_traceback(const clua_state *state);
clua_bytes clua_log(const clua_state *state);

// Counts how often each line of a file runs, in calls from now on. It slows scripts down.
void clua_count_lines(clua_state *state);

// The lines that the last call ran: `file<tab>line<tab>count` and a newline for each.
clua_bytes clua_lines(const clua_state *state);

// Compiles a text, and passes the compiled chunk to `clua_lines`: only in it is written which lines
// hold code.
clua_outcome clua_outline(clua_state *state, clua_bytes source);

// Passes the answer to a clua_ask. False if there is not enough memory.
bool clua_answer(clua_state *state, clua_bytes answer);

// Prepares the soft limit before a filter forbids the necessary system calls. Returns 0 or an
// errno.
int clua_prepare(void);

// If a run cannot be stopped within twice its time, this process ends. Before, it writes a frame to
// a descriptor: the verb, the outcome, and a message that names the line.
void clua_prepare_last_words(int descriptor, uint8_t verb, uint8_t outcome);
