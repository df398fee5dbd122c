#include <stdlib.h>

#include "state.h"

// Lua's allocator, with a separate limit for each state. After a refusal Lua collects its garbage
// and tries again, and only then fails.
//
// Past the soft limit growth is refused too, except for a little that the error message needs: a
// library function that builds a huge result runs no Lua instruction that a hook could stop, and
// this ends it. A shrink is never refused; Lua relies on that.
void *allocate(void *context, void *block, size_t old, size_t wanted) {
  clua_state *state = context;
  if (!block) old = 0;  // Lua passes a type there
  if (wanted == 0) {
    free(block);
    state->held -= old;
    return NULL;
  }
  if (wanted > old) {
    size_t growth = wanted - old;
    size_t cap = state->limits.memory + state->reserve;
    if (state->held > cap || growth > cap - state->held ||
        (state->late && growth > state->late_allowance)) {
      if (!state->late || !state->where[0]) note_where(state);
      return NULL;
    }
    if (state->late) state->late_allowance -= growth;
  }
  void *moved = realloc(block, wanted);
  if (!moved) return wanted <= old ? block : NULL;
  state->held = state->held - old + wanted;
  return moved;
}
