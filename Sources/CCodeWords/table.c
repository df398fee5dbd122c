#include "ccodewords.h"

// The compiler takes the file over as bytes: as an array that Swift has to parse, it would cost every
// build many seconds.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char table[] = {
#embed "code-words.txt"
};

const size_t ccodewords_size = sizeof(table);

const unsigned char *ccodewords_address(void) { return table; }
