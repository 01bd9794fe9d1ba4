/* Builds the tree of a page's elements from the elements around each line. */

#include "tree.h"

struct building {
    int64_t *first, *last, *parent, *level, *tag, *wider, *group;
};

struct paths {
    const int64_t *first, *tags, *numbers;
};

/* Gives the row around a row; rows come before those in them. */
static int64_t row_above(const int64_t *above, int64_t row)
{
    return above[row] < row ? above[row] : -1;
}

/* Counts the elements around each line; gives how many they are for all lines. A line in none hangs
   on an element of its own kind, number 0.

   innermost   lines   the row of each line's innermost element, -1 for none
   above       rows    the row around each
   depth       lines   out
*/
int64_t count_elements(const int64_t *innermost, const int64_t *above, int64_t lines,
                       int64_t *depth)
{
    int64_t sum = 0;
    for (int64_t line = 0; line < lines; line++) {
        depth[line] = 0;
        for (int64_t row = innermost[line]; row >= 0; row = row_above(above, row))
            depth[line]++;
        depth[line] += !depth[line];
        sum += depth[line];
    }
    return sum;
}

/* Numbers the elements that hold lines in document order; gives how many there are.

   chain    length        the document's numbers in, ours out
   number   highest + 1   room to work in
*/
static int64_t renumber(int64_t *chain, int64_t length, int64_t *number, int64_t highest)
{
    memset(number, 0, (size_t)(highest + 1) * sizeof *number);
    for (int64_t i = 0; i < length; i++)
        number[chain[i]] = 1;
    int64_t count = 0;
    for (int64_t i = 0; i <= highest; i++)
        if (number[i])
            number[i] = count++;
    for (int64_t i = 0; i < length; i++)
        chain[i] = number[chain[i]];
    return count;
}

/* Finds the nearest element around each that holds more lines; parents come before children. */
static void widen(const struct building *found, int64_t count)
{
    for (int64_t element = 0; element < count; element++)
        found->wider[element] = element;
    for (int64_t element = 0; element < count; element++) {
        int64_t parent = found->parent[element];
        if (parent < 0)
            continue;
        int64_t more = found->last[parent] - found->first[parent];
        int64_t own = found->last[element] - found->first[element];
        found->wider[element] = more > own ? parent : found->wider[parent];
    }
}

/* Numbers the groups of siblings of one tag as they come; gives how many there are.

   room   3 x (elements + 1)   of each parent its newest group; of each group the one of the same
                               parent before it, and its first element
*/
static int64_t put_together(const struct building *found, int64_t count, int64_t *room)
{
    int64_t *newest = room, *before = newest + count + 1, *example = before + count + 1;
    int64_t groups = 0;
    for (int64_t i = 0; i <= count; i++)
        newest[i] = -1;
    for (int64_t element = 0; element < count; element++) {
        int64_t *of_parent = newest + found->parent[element] + 1, group = *of_parent;
        while (group >= 0 && found->tag[example[group]] != found->tag[element])
            group = before[group];
        if (group < 0) {
            group = groups++;
            before[group] = *of_parent;
            example[group] = element;
            *of_parent = group;
        }
        found->group[element] = group;
    }
    return groups;
}

/* Gives the number of the tag ``up`` steps above the end of a path, 0 above its beginning. */
static int64_t tag_above(const struct paths *paths, int64_t path, int64_t up)
{
    int64_t tag = paths->first[path + 1] - 1 - up;
    if (tag < paths->first[path] || paths->tags[tag] < 0)
        return 0;
    return paths->numbers[paths->tags[tag]];
}

/* Writes the numbers of the elements around the lines, one line behind the other. */
static void write_out(const int64_t *innermost, const int64_t *numbers, const int64_t *above,
                      const int64_t *depth, int64_t lines, int64_t *chain)
{
    for (int64_t line = 0; line < lines; line++, chain++) {
        int64_t row = innermost[line];
        chain += depth[line] - 1;
        *chain = row < 0 ? 0 : numbers[row];
        for (int64_t i = 1; i < depth[line]; i++) {
            row = row_above(above, row);
            chain[-i] = numbers[row];
        }
    }
}

/* Builds the tree.

   innermost, above   as for ``count_elements``
   numbers            rows      the number of each element in the document, ``highest`` at most
   path_of            lines     the number of each line's path; ``first`` and ``tags`` are as
                                ``cut_paths`` gives them
   tag_numbers        knowns    the number of each known tag
   spans              3 x lines  home, start in ``chain``, depth: the depths in, all out
   room               the greater of highest + 1 and 3 x (length + 1)
   chain              length     out: elements around each line, outermost first
   elements           7 x length  out: first and last line, parent, level, tag, wider element,
                                group; each row holds as many as are told
   counts             2         out: how many elements, how many groups
*/
void build_tree(const int64_t *innermost, const int64_t *numbers, const int64_t *above,
                int64_t length, int64_t highest, const int64_t *path_of, const int64_t *first,
                const int64_t *tags, const int64_t *tag_numbers, int64_t *spans, int64_t lines,
                int64_t *room, int64_t *chain, int64_t *elements, int64_t *counts)
{
    struct paths paths = {first, tags, tag_numbers};
    int64_t *home = spans, *starts = spans + lines, *depth = spans + 2 * lines, at = 0;
    write_out(innermost, numbers, above, depth, lines, chain);
    int64_t count = renumber(chain, length, room, highest);
    struct building found = {elements, elements + count, elements + 2 * count, elements + 3 * count,
                             elements + 4 * count, elements + 5 * count, elements + 6 * count};
    for (int64_t element = 0; element < count; element++)
        found.first[element] = -1;
    for (int64_t line = 0; line < lines; line++) {
        starts[line] = at;
        for (int64_t level = 0; level < depth[line]; level++, at++) {
            int64_t element = chain[at];
            if (found.first[element] < 0)
                found.first[element] = line;
            found.last[element] = line;
            found.parent[element] = level ? chain[at - 1] : -1;
            found.level[element] = level;
            found.tag[element] = tag_above(&paths, path_of[line], depth[line] - 1 - level);
        }
        home[line] = chain[at - 1];
    }
    widen(&found, count);
    counts[0] = count;
    counts[1] = put_together(&found, count, room);
}
