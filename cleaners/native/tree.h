/* The elements of a page as a tree over its lines; see cleaners/boilerplate/tree.py. */

#ifndef LIMPIDE_TREE_H
#define LIMPIDE_TREE_H

#include "pages.h"

/* How many rows the tables of elements and of lines have. */
enum { ELEMENT_ROWS = 7, LINE_ROWS = 3 };

struct tree {
    int64_t count, lines, groups;
    /* Of each element; -1 where there is no parent. */
    const int64_t *first, *last, *parent, *level, *tag, *wider, *group;
    /* Of each line: the innermost element around it, and its part of ``chain``. */
    const int64_t *home, *starts, *depth;
    /* The elements around each line, outermost first. */
    const int64_t *chain;
};

static inline struct tree tree_of(const int64_t *elements, int64_t count, const int64_t *spans,
                                  int64_t lines, const int64_t *chain, int64_t groups)
{
    return (struct tree){
        count, lines, groups,
        elements, elements + count, elements + 2 * count, elements + 3 * count,
        elements + 4 * count, elements + 5 * count, elements + 6 * count,
        spans, spans + lines, spans + 2 * lines,
        chain,
    };
}

/* Finds for each line the element around it with the greatest value, the outermost of equals. */
static inline void best_around(const struct tree *tree, const double *values, int64_t *found)
{
    for (int64_t line = 0; line < tree->lines; line++) {
        const int64_t *around = tree->chain + tree->starts[line];
        int64_t best = around[0];
        for (int64_t i = 1; i < tree->depth[line]; i++)
            if (values[around[i]] > values[best])
                best = around[i];
        found[line] = best;
    }
}

/* Writes how many levels above an element each line and it first meet (0: the line is inside).

   marked   elements   room to work in
*/
static inline void steps_from(const struct tree *tree, int64_t element, uint8_t *marked,
                              float *steps)
{
    int64_t line = tree->first[element];
    int64_t most = smaller(tree->level[element] + 1, tree->depth[line]);
    memset(marked, 0, (size_t)tree->count);
    for (int64_t i = 0; i < most; i++)
        marked[tree->chain[tree->starts[line] + i]] = 1;
    for (line = 0; line < tree->lines; line++) {
        const int64_t *around = tree->chain + tree->starts[line];
        int64_t away = tree->level[element] + 1;
        for (int64_t i = 0; i < tree->depth[line]; i++)
            away -= marked[around[i]];
        steps[line] = (float)away;
    }
}

/* Adds up the values of lines over the lines of each element.

   values   lines
   total    lines + 1   room to work in
   sums     elements
*/
static inline void sum_up(const struct tree *tree, const double *values, double *total,
                          double *sums)
{
    total[0] = 0;
    for (int64_t line = 0; line < tree->lines; line++)
        total[line + 1] = total[line] + values[line];
    for (int64_t element = 0; element < tree->count; element++)
        sums[element] = total[tree->last[element] + 1] - total[tree->first[element]];
}

static inline int64_t greatest(const double *values, int64_t count)
{
    int64_t best = 0;
    for (int64_t i = 1; i < count; i++)
        if (values[i] > values[best])
            best = i;
    return best;
}

#endif
