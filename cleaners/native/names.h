/* What the kernels for names share: a text's characters, folded, and how a hash is kept. */

#ifndef LIMPIDE_NAMES_H
#define LIMPIDE_NAMES_H

#include "kernels.h"

/* Kinds of a character, as in reading.py. LETTER, UNSPACED and MARK are said of the folded one. */
enum {
    LETTER = 1,    /* part of a word that needs borders */
    UNSPACED = 2,  /* of a script that needs no space between words */
    UPPER = 4,     /* a capital letter */
    LOWER = 8,     /* a small letter */
    WORD = 16,     /* a letter, digit, underscore, apostrophe or hyphen */
    CAPITAL = 32,  /* a capital letter of Western Europe */
    CHINESE = 64,  /* a Chinese character of the two main blocks */
    MARK = 128,    /* a combining mark */
};

/* A hash of which only the first bits are looked at: all of them must depend on all that it is of. */
static inline uint64_t mixed(uint64_t sum)
{
    sum ^= sum >> 32;
    sum *= 0xD6E8FEB86659FD93u;
    return sum ^ (sum >> 29);
}

static inline bool may_hold(const uint8_t *bitmap, int64_t shift, uint64_t hash)
{
    uint64_t place = hash >> shift;
    return bitmap[place >> 3] >> (place & 7) & 1;
}

#endif
