/* The measures of a line by itself, in the order of shape.py: one row of a matrix each. */

#ifndef LIMPIDE_SHAPE_H
#define LIMPIDE_SHAPE_H

#include "lines.h"

/* Kinds of phrases that are measured as one. */
#define GROUPS 6

enum {
    WORDS, SENTENCE_END, COLON_END, SENTENCES, COMMAS, DIGITS, INITIALS, CAPITALS, TOKEN_LENGTH,
    SEPARATORS, SYMBOLS, BULLET, LOWER_START, CONTACT, CLOCK, DATE, TICKER, COVERED, WHOLLY, MENU,
    ENDONYM = MENU + GROUPS, FIRST_HIT, GAP, QUESTION, QUOTE_START, ROWS
};

#endif
