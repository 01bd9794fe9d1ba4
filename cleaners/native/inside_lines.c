/* Where a heading may have been glued to the sentence behind it. */

#include "lines.h"

/* Finds the words with a capital, behind white space and there a letter, a digit or more white space.
   Gives how many.

   classes   characters        a line feed behind each line
   starts    characters / 2    where each word begins
   ends      characters / 2    where the next white space stands, or the end
*/
int64_t find_capitals(const uint8_t *classes, int64_t characters, int64_t *starts, int64_t *ends)
{
    int64_t found = 0;
    for (int64_t at = 2; at + 1 < characters; at++) {
        if (classes[at] != UPPER || !is_space(classes[at - 1]))
            continue;
        const uint8_t before = classes[at - 2], second = classes[at + 1];
        const bool behind_word = before >= UPPER && before <= NUMERAL;
        if ((second != LOWER && !is_space(second)) || (!is_space(before) && !behind_word))
            continue;
        starts[found] = at;
        while (at < characters && !is_space(classes[at]))
            at++;
        ends[found++] = at;
    }
    return found;
}
