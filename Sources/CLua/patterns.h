// Patterns as Lua 5.4 understands them, read once and then matched without recursion.
#pragma once
#include "state.h"

enum { MOST_CAPTURES = 32, DEEPEST_MATCH = 200, SET_BYTES = 32 };
enum { CAPTURE_OPEN = -1, CAPTURE_POSITION = -2 };

typedef enum {
  ITEM_END,
  ITEM_FAULT,  // a malformed place; an error only if a match gets as far
  ITEM_LAST,   // the end of the text
  ITEM_OPEN,
  ITEM_POSITION,
  ITEM_CLOSE,
  ITEM_BALANCE,
  ITEM_FRONTIER,
  ITEM_AGAIN,
  ITEM_BYTE,  // this and the following match one byte and may be repeated
  ITEM_ANY,
  ITEM_SET,
} item_kind;

typedef enum { ONCE, MAYBE, GREEDY, SOME, LAZY } repetition;

typedef struct {
  uint8_t kind, repetition;
  uint8_t first, second;  // a byte, the pair of a balance, or the digit of a capture
  bool inverted;
  union {
    const uint8_t *set;  // 256 bits
    const char *fault;
  };
} item;

typedef struct {
  const char *start;
  ptrdiff_t length;
} capture;

typedef struct {
  lua_State *lua;
  const char *text, *end;
  const item *items;
  int level;
  capture captured[MOST_CAPTURES];
} matcher;

// Room for the patterns people write, so that most matches need no memory of Lua's.
typedef struct {
  item items[48];
  uint8_t sets[8][SET_BYTES];
} small_pattern;

// Reads a pattern into `small`, or into a new userdata on the stack if it does not fit or is NULL.
const item *read_pattern(lua_State *lua, const char *bytes, size_t count, small_pattern *small);

// The end of the match that begins here, or NULL.
const char *match_here(matcher *matcher, const char *text);

// The first match at or after a place; sets its beginning. NULL if there is none.
const char *match_from(matcher *matcher, const char **start, bool anchored);
