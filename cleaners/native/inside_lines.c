/* Where a heading may have been glued to the sentence behind it. */

#include "lines.h"

/* Tells whether a word may begin with a small letter: few numerals, marks and symbols are such too. */
static bool may_be_small(uint8_t class)
{
    return class == LOWER || class == NUMERAL || class >= MARK;
}

/* Finds the words with a capital, behind white space and there a letter, a digit or more white space,
   whose next word may begin with a small letter. Gives how many, or -1 where the table does not know
   a character.

   codes      characters       the text
   class_of   0x110000         the class of each code point
   found      characters / 2   where each word begins, and where the next white space stands, or the
                               end
*/
int64_t find_capitals(const uint32_t *codes, int64_t characters, const uint8_t *class_of,
                      int64_t *found)
{
    int64_t count = 0;
    for (int64_t at = 0; at < characters; at++)
        if (class_of[codes[at]] == UNKNOWN)
            return -1;
    for (int64_t at = 2; at + 1 < characters; at++) {
        if (class_of[codes[at]] != UPPER || !is_space(class_of[codes[at - 1]]))
            continue;
        const uint8_t before = class_of[codes[at - 2]], second = class_of[codes[at + 1]];
        const bool behind_word = before >= UPPER && before <= NUMERAL;
        if ((second != LOWER && !is_space(second)) || (!is_space(before) && !behind_word))
            continue;
        const int64_t start = at;
        while (at < characters && !is_space(class_of[codes[at]]))
            at++;
        const int64_t end = at;
        while (at < characters && is_space(class_of[codes[at]]))
            at++;
        if (at < characters && may_be_small(class_of[codes[at]])) {
            found[2 * count] = start;
            found[2 * count++ + 1] = end;
        }
        /* The next word may be one, too. */
        at--;
    }
    return count;
}
