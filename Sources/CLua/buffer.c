#include <stdlib.h>
#include <string.h>

#include "state.h"

bool buffer_append(buffer *buffer, const void *bytes, size_t count) {
  if (count > buffer->limit - buffer->count) return false;
  if (count > buffer->room - buffer->count) {
    size_t room = buffer->room ? buffer->room : 256;
    while (room - buffer->count < count) room *= 2;
    uint8_t *grown = realloc(buffer->bytes, room);
    if (!grown) return false;
    buffer->bytes = grown;
    buffer->room = room;
  }
  if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
  return true;
}

void buffer_set(buffer *buffer, const char *text) {
  buffer->count = 0;
  size_t count = strlen(text);
  buffer_append(buffer, text, count < buffer->limit ? count : buffer->limit);
}

void buffer_free(buffer *buffer) {
  free(buffer->bytes);
  buffer->bytes = NULL;
  buffer->count = buffer->room = 0;
}
