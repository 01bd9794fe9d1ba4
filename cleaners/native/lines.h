/* How the characters and words of a page's lines are told apart; the tables that say it of each code
   point are made by characters.py and folding.py, which use the same numbers.

   A page's lines stand one under the other as code points, with a line feed before the first and
   behind each, so that a character of a line has one before and one behind it.
*/

#ifndef LIMPIDE_LINES_H
#define LIMPIDE_LINES_H

#include "kernels.h"

/* The classes of characters.py, in its order. */
enum {
    UNKNOWN, BLANK, SPACE, UPPER, LOWER, LETTER, IDEOGRAPH, DIGIT, NUMERAL, FINAL_NARROW,
    FINAL_WIDE, CLOSER, SEPARATOR_CLOSER, SEPARATOR, COMMA, MARK, SYMBOL, CLASSES
};

/* The parts of folding.py: what a character is of a token. */
enum { BETWEEN = 1, IN_NUMBER, ALONE, IN_WORD, IN_EITHER, SPECIAL = 8 };

/* Every number is the token "0", whose only character is its hash. */
#define NUMBER_HASH 48u
#define FIRST_IDEOGRAPH 0x3040u

static inline bool is_space(uint8_t class)
{
    return class == BLANK || class == SPACE;
}

static inline bool is_closer(uint8_t class)
{
    return class == CLOSER || class == SEPARATOR_CLOSER;
}

static inline bool is_final(uint8_t class)
{
    return class == FINAL_NARROW || class == FINAL_WIDE;
}

/* What may be in a table with 2^bits slots is noted in so many times as many bits, for few of which a
   look at the table is needed. */
#define LIKELY_BITS 2

/* Puts a hash into one of 2^bits slots. */
static inline uint64_t slot_of(uint64_t hash, int64_t bits)
{
    return (hash * 0xD6E8FEB86659FD93u) >> (64 - bits);
}

#endif
