// Matches a pattern with a list of choices instead of recursion, and counts every step.
#include <string.h>

#include "patterns.h"

// A place to which a failed match returns: another number of repetitions, or a capture to undo.
typedef struct {
  const item *item;
  const char *text;
  size_t times;
} choice;

static inline bool fits(const item *item, const matcher *matcher, const char *text) {
  if (text >= matcher->end) return false;
  unsigned char byte = (unsigned char)*text;
  switch (item->kind) {
    case ITEM_BYTE: return byte == item->first;
    case ITEM_ANY: return true;
    default: return ((item->set[byte >> 3] >> (byte & 7) & 1) != 0) != item->inverted;
  }
}

static bool is_in(const item *item, unsigned char byte) {
  return ((item->set[byte >> 3] >> (byte & 7) & 1) != 0) != item->inverted;
}

static const char *balanced(const matcher *matcher, const item *item, const char *text) {
  if (text >= matcher->end || (uint8_t)*text != item->first) return NULL;
  size_t depth = 1;
  const char *at = text + 1, *result = NULL;
  for (; at < matcher->end && !result; at++) {
    uint8_t byte = (uint8_t)*at;
    if (byte == item->second) {
      if (--depth == 0) result = at + 1;
    } else if (byte == item->first) {
      depth++;
    }
  }
  spend(matcher->lua, (size_t)(at - text));
  return result;
}

static const char *captured_again(const matcher *matcher, const item *item, const char *text) {
  int place = item->first - '1';
  if (place < 0 || place >= matcher->level || matcher->captured[place].length == CAPTURE_OPEN)
    luaL_error(matcher->lua, "invalid capture index %%%d", place + 1);
  ptrdiff_t length = matcher->captured[place].length;
  if (length < 0 || length > matcher->end - text) return NULL;
  spend(matcher->lua, (size_t)length / 8);
  return memcmp(matcher->captured[place].start, text, (size_t)length) == 0 ? text + length : NULL;
}

static int open_capture(const matcher *matcher) {
  for (int place = matcher->level - 1; place >= 0; place--)
    if (matcher->captured[place].length == CAPTURE_OPEN) return place;
  return luaL_error(matcher->lua, "invalid pattern capture");
}

const char *match_here(matcher *matcher, const char *text) {
  choice choices[DEEPEST_MATCH - 1];
  int depth = 0;
  const item *at = matcher->items;
  matcher->level = 0;

  // As deep as Lua's own matcher recurses, so that the same patterns are too complex.
#define PUSH(repeat_from, count)                                                         \
  do {                                                                                   \
    if (depth == DEEPEST_MATCH - 1) luaL_error(matcher->lua, "pattern too complex");     \
    choices[depth++] = (choice){.item = at, .text = (repeat_from), .times = (count)};    \
  } while (0)

  for (;;) {
    bool failed = false;
    spend(matcher->lua, 1);
    switch (at->kind) {
      case ITEM_END: return text;
      case ITEM_FAULT: luaL_error(matcher->lua, "%s", at->fault); break;
      case ITEM_LAST: failed = text != matcher->end; break;
      case ITEM_OPEN:
      case ITEM_POSITION:
        if (matcher->level >= MOST_CAPTURES) luaL_error(matcher->lua, "too many captures");
        PUSH(text, 0);
        matcher->captured[matcher->level].start = text;
        matcher->captured[matcher->level++].length =
            at->kind == ITEM_OPEN ? CAPTURE_OPEN : CAPTURE_POSITION;
        break;
      case ITEM_CLOSE: {
        int place = open_capture(matcher);
        PUSH(text, (size_t)place);
        matcher->captured[place].length = text - matcher->captured[place].start;
        break;
      }
      case ITEM_BALANCE:
      case ITEM_AGAIN: {
        const char *after = at->kind == ITEM_BALANCE ? balanced(matcher, at, text)
                                                     : captured_again(matcher, at, text);
        failed = !after;
        if (after) text = after;
        break;
      }
      case ITEM_FRONTIER: {
        unsigned char before = text == matcher->text ? 0 : (unsigned char)text[-1];
        unsigned char here = text == matcher->end ? 0 : (unsigned char)*text;
        failed = is_in(at, before) || !is_in(at, here);
        break;
      }
      default: {
        bool one = fits(at, matcher, text);
        switch (at->repetition) {
          case ONCE:
            failed = !one;
            if (one) text++;
            break;
          case MAYBE:
            if (one) PUSH(text++, 0);
            break;
          case LAZY:
            if (one) PUSH(text, 0);
            break;
          default: {
            if (!one) {
              failed = at->repetition == SOME;
              break;
            }
            const char *base = at->repetition == SOME ? text + 1 : text;
            const char *most = text + 1;
            while (fits(at, matcher, most)) most++;
            spend(matcher->lua, (size_t)(most - text));
            PUSH(base, (size_t)(most - base));
            text = most;
          }
        }
      }
    }
    if (!failed) {
      at++;
      continue;
    }
    for (bool resumes = false; !resumes;) {
      if (depth == 0) return NULL;
      choice *last = &choices[depth - 1];
      at = last->item;
      text = last->text;
      if (at->kind == ITEM_OPEN || at->kind == ITEM_POSITION) {
        matcher->level--;
        depth--;
      } else if (at->kind == ITEM_CLOSE) {
        matcher->captured[last->times].length = CAPTURE_OPEN;
        depth--;
      } else if (at->repetition == MAYBE) {
        depth--;
        resumes = true;
      } else if (at->repetition == LAZY) {
        resumes = fits(at, matcher, text);
        if (resumes) last->text = ++text;
        else depth--;
      } else {
        resumes = last->times > 0;
        if (resumes) text += --last->times;
        else depth--;
      }
    }
    at++;
  }
#undef PUSH
}

const char *match_from(matcher *matcher, const char **start, bool anchored) {
  const item *first = matcher->items;
  bool skips = !anchored && first->kind == ITEM_BYTE &&
               (first->repetition == ONCE || first->repetition == SOME);
  for (const char *text = *start;; text++) {
    if (skips) {
      // Most places are passed over without a match of their own.
      size_t rest = (size_t)(matcher->end - text);
      const char *next = rest ? memchr(text, first->first, rest) : NULL;
      spend(matcher->lua, (size_t)((next ? next : matcher->end) - text) / 16);
      if (!next) return NULL;
      text = next;
    }
    const char *end = match_here(matcher, text);
    if (end) {
      *start = text;
      return end;
    }
    if (anchored || text >= matcher->end) return NULL;
  }
}
