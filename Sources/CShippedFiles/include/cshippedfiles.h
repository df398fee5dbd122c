// The files that `linekeeper init` puts in place, compiled into the program: it may be all there is of an
// installation.
#pragma once
#include <stddef.h>

size_t cshippedfiles_count(void);
// Where a file belongs in a home, such as `scripts/20-bank.lua`.
const char *cshippedfiles_path(size_t place);
// UTF-8, not ended by a NUL.
const unsigned char *cshippedfiles_address(size_t place);
size_t cshippedfiles_size(size_t place);
