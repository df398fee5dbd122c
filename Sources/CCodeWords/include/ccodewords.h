// The table of words `data/code-words.txt`, compiled into the program.
#pragma once
#include <stddef.h>

// UTF-8, not ended by a NUL.
const unsigned char *ccodewords_address(void);
extern const size_t ccodewords_size;
