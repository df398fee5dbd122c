// Reads a pattern: what it says once, instead of at every byte of the text.
#include <ctype.h>
#include <string.h>

#include "patterns.h"

static uint8_t classes[11][SET_BYTES];
static const char class_letters[] = "acdglpsuwxz";

static void add(uint8_t *set, unsigned char byte) { set[byte >> 3] |= (uint8_t)(1 << (byte & 7)); }

static bool is_in_class(char letter, int byte) {
  switch (letter) {
    case 'a': return isalpha(byte);
    case 'c': return iscntrl(byte);
    case 'd': return isdigit(byte);
    case 'g': return isgraph(byte);
    case 'l': return islower(byte);
    case 'p': return ispunct(byte);
    case 's': return isspace(byte);
    case 'u': return isupper(byte);
    case 'w': return isalnum(byte);
    case 'x': return isxdigit(byte);
    default: return byte == 0;  // 'z', which Lua has kept since 5.1
  }
}

// The set of a class such as %d, or NULL if the letter names none.
static const uint8_t *class_set(unsigned char letter) {
  static bool is_ready = false;
  if (!is_ready) {
    for (int i = 0; class_letters[i]; i++)
      for (int byte = 0; byte < 256; byte++)
        if (is_in_class(class_letters[i], byte)) add(classes[i], (unsigned char)byte);
    is_ready = true;
  }
  if (letter == 0) return NULL;
  const char *found = strchr(class_letters, tolower(letter));
  return found ? classes[found - class_letters] : NULL;
}

// What is between brackets; a `^` and the closing bracket are left out.
static void read_set(uint8_t *set, const char *at, const char *close) {
  memset(set, 0, SET_BYTES);
  while (at < close) {
    unsigned char byte = (unsigned char)*at;
    if (byte == '%') {
      unsigned char letter = (unsigned char)at[1];
      const uint8_t *class = class_set(letter);
      uint8_t flip = isupper(letter) ? 0xFF : 0;
      if (!class) add(set, letter);
      for (int i = 0; class && i < SET_BYTES; i++) set[i] |= class[i] ^ flip;
      at += 2;
    } else if (at[1] == '-' && at + 2 < close) {
      for (int i = byte; i <= (unsigned char)at[2]; i++) add(set, (unsigned char)i);
      at += 3;
    } else {
      add(set, byte);
      at++;
    }
  }
}

typedef struct {
  const char *at, *end;
  uint8_t (*sets)[SET_BYTES];
} reading;

static void fail(item *item, const char *fault) {
  item->kind = ITEM_FAULT;
  item->fault = fault;
}

// A set in brackets. A bracket right after the opening one is a member.
static void read_brackets(reading *from, item *item) {
  const char *at = from->at + 1;
  item->kind = ITEM_SET;
  item->inverted = *at == '^';
  if (item->inverted) at++;
  const char *begin = at;
  do {
    if (at == from->end) return fail(item, "malformed pattern (missing ']')");
    if (*at++ == '%' && at < from->end) at++;
  } while (*at != ']');
  read_set(*from->sets, begin, at);
  item->set = *from->sets++;
  from->at = at + 1;
}

static void read_single(reading *from, item *item) {
  unsigned char byte = (unsigned char)*from->at;
  item->kind = ITEM_BYTE;
  item->first = byte;
  if (byte == '[') {
    read_brackets(from, item);
  } else if (byte == '%') {
    if (from->at + 1 == from->end) return fail(item, "malformed pattern (ends with '%')");
    unsigned char letter = (unsigned char)from->at[1];
    item->first = letter;
    item->set = class_set(letter);
    item->inverted = isupper(letter);
    if (item->set) item->kind = ITEM_SET;
    from->at += 2;
  } else {
    if (byte == '.') item->kind = ITEM_ANY;
    from->at++;
  }
  if (item->kind == ITEM_FAULT || from->at >= from->end) return;
  switch (*from->at) {
    case '?': item->repetition = MAYBE; break;
    case '*': item->repetition = GREEDY; break;
    case '+': item->repetition = SOME; break;
    case '-': item->repetition = LAZY; break;
    default: return;
  }
  from->at++;
}

static void read_escape(reading *from, item *item) {
  const char *at = from->at;
  switch (at[1]) {
    case 'b':
      if (from->end - at < 4)
        return fail(item, "malformed pattern (missing arguments to '%b')");
      item->kind = ITEM_BALANCE;
      item->first = (uint8_t)at[2];
      item->second = (uint8_t)at[3];
      from->at += 4;
      return;
    case 'f':
      from->at += 2;
      if (*from->at != '[') return fail(item, "missing '[' after '%f' in pattern");
      read_brackets(from, item);
      if (item->kind == ITEM_SET) item->kind = ITEM_FRONTIER;
      return;
    default:
      if (!isdigit((unsigned char)at[1])) return read_single(from, item);
      item->kind = ITEM_AGAIN;
      item->first = (uint8_t)at[1];
      from->at += 2;
  }
}

static void read_item(reading *from, item *item) {
  memset(item, 0, sizeof *item);
  switch (*from->at) {
    case '(':
      item->kind = from->at[1] == ')' ? ITEM_POSITION : ITEM_OPEN;
      from->at += item->kind == ITEM_POSITION ? 2 : 1;
      return;
    case ')':
      item->kind = ITEM_CLOSE;
      from->at++;
      return;
    case '%': return read_escape(from, item);
    case '$':
      if (from->at + 1 != from->end) return read_single(from, item);
      item->kind = ITEM_LAST;
      from->at++;
      return;
    default: read_single(from, item);
  }
}

const item *read_pattern(lua_State *lua, const char *bytes, size_t count, small_pattern *small) {
  size_t brackets = 0;
  for (size_t i = 0; i < count; i++) brackets += bytes[i] == '[';
  spend(lua, 1 + count / 4 + brackets * 8);
  item *items;
  reading from = {.at = bytes, .end = bytes + count};
  if (small && count < sizeof small->items / sizeof *items &&
      brackets <= sizeof small->sets / SET_BYTES) {
    items = small->items;
    from.sets = small->sets;
  } else {
    if (count > (SIZE_MAX >> 8)) luaL_error(lua, "pattern too long");
    size_t room = (count + 1) * sizeof *items;
    char *block = lua_newuserdatauv(lua, room + brackets * SET_BYTES, 0);
    items = (item *)(void *)block;
    from.sets = (uint8_t(*)[SET_BYTES])(block + room);
  }
  item *next = items;
  while (from.at < from.end) {
    read_item(&from, next);
    if (next++->kind == ITEM_FAULT) return items;
  }
  memset(next, 0, sizeof *next);
  return items;
}
