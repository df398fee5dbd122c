#include "cshippedfiles.h"

// The compiler takes the files over as bytes.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char config[] = {
#embed "../../docs/config.lua"
};
static const unsigned char unwanted[] = {
#embed "../../scripts/10-unwanted.lua"
};
static const unsigned char bank[] = {
#embed "../../scripts/20-bank.lua"
};
static const unsigned char codes[] = {
#embed "../../scripts/30-codes.lua"
};
static const unsigned char digest[] = {
#embed "../../scripts/90-digest.lua"
};
static const unsigned char unwanted_test[] = {
#embed "../../scripts/tests/10-unwanted.lua"
};
static const unsigned char bank_test[] = {
#embed "../../scripts/tests/20-bank.lua"
};
static const unsigned char codes_test[] = {
#embed "../../scripts/tests/30-codes.lua"
};
static const unsigned char digest_test[] = {
#embed "../../scripts/tests/90-digest.lua"
};
static const unsigned char tests_meta[] = {
#embed "../../docs/script-tests.d.lua"
};

static const struct {
    const char *path;
    const unsigned char *address;
    size_t size;
} files[] = {
    {"config.lua", config, sizeof(config)},
    {"scripts/10-unwanted.lua", unwanted, sizeof(unwanted)},
    {"scripts/20-bank.lua", bank, sizeof(bank)},
    {"scripts/30-codes.lua", codes, sizeof(codes)},
    {"scripts/90-digest.lua", digest, sizeof(digest)},
    {"scripts/tests/10-unwanted.lua", unwanted_test, sizeof(unwanted_test)},
    {"scripts/tests/20-bank.lua", bank_test, sizeof(bank_test)},
    {"scripts/tests/30-codes.lua", codes_test, sizeof(codes_test)},
    {"scripts/tests/90-digest.lua", digest_test, sizeof(digest_test)},
    {"scripts/script-tests.d.lua", tests_meta, sizeof(tests_meta)},
};

size_t cshippedfiles_count(void) { return sizeof(files) / sizeof(files[0]); }

const char *cshippedfiles_path(size_t place) { return files[place].path; }

const unsigned char *cshippedfiles_address(size_t place) { return files[place].address; }

size_t cshippedfiles_size(size_t place) { return files[place].size; }
