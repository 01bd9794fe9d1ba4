/* The characters of a page's lines: their classes, and how many of each a line has. */

#include "sheet.h"

/* Classifies all lines. Gives whether every class was known.

   codes     2 + characters + lines    the lines, with line feeds around each
   lengths   lines                     how many characters each has there
   class_of  0x110000                  the class of each code point
   classes   as codes
   starts    lines                     where each begins in codes
   ends      lines                     where its line feed stands
   counts    classes x lines           the line feed behind each line is counted with it
*/
int64_t read_lines(const uint32_t *codes, const int64_t *lengths, int64_t lines,
                   const uint8_t *class_of, uint8_t *classes, int64_t *starts, int64_t *ends,
                   int64_t *counts)
{
    int64_t at = 1, unknown = 0;
    classes[0] = class_of[codes[0]];
    for (int64_t line = 0; line < lines; line++) {
        /* Neighbours are mostly of one class: counted apart, they need not wait for each other. */
        int64_t counted[2][CLASSES] = {{0}};
        starts[line] = at;
        ends[line] = at + lengths[line];
        for (; at <= ends[line]; at++) {
            classes[at] = class_of[codes[at]];
            counted[at & 1][classes[at]]++;
        }
        for (int64_t class = 0; class < CLASSES; class++)
            counts[class * lines + line] = counted[0][class] + counted[1][class];
        unknown += counts[line];
    }
    return unknown == 0 && classes[0] != UNKNOWN;
}
