/* Lists: runs of short lines of one kind, equally spaced. */

#include "lines.h"

/* Tells whether a line goes on with the list that another begins: from the first line on the tags are
   the same, from the second on the empty lines above and the class names are too. */
static bool goes_on(const int64_t *gaps, const int64_t *paths, const int64_t *css, int64_t first,
                    int64_t line)
{
    if (paths[line] != paths[line - 1])
        return false;
    return line == first + 1 || (gaps[line] == gaps[line - 1] && css[line] == css[line - 1]);
}

/* Finds the lists of a page; gives how many.

   bits    lines       what is known of each
   item                the bit of a line that may be an item
   gaps    lines       empty lines above each
   paths   lines       a number for its tags
   css     lines       a number for its class names
   least               so many items make a list
   found   lines x 2   the first line of each and the one behind its last
*/
int64_t find_lists(const uint32_t *bits, int64_t item, const int64_t *gaps, const int64_t *paths,
                   const int64_t *css, int64_t lines, int64_t least, int64_t *found)
{
    int64_t lists = 0, end;
    for (int64_t first = 0; first < lines; first = end) {
        end = first + 1;
        if (!(bits[first] & item))
            continue;
        while (end < lines && (bits[end] & item) && goes_on(gaps, paths, css, first, end))
            end++;
        if (end - first >= least) {
            found[2 * lists] = first;
            found[2 * lists + 1] = end;
            lists++;
        }
    }
    return lists;
}
