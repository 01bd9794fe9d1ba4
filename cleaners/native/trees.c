/* Oblivious trees: every level of a tree asks all lines the same question. */

#include "kernels.h"

/* Lines are judged so many at a time, as vectors of four; those of shorter pages one by one. */
enum { LANES = 4, VECTORS = 4, AT_ONCE = LANES * VECTORS, DEEPEST = 8 };

typedef float numbers __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef int32_t answers __attribute__((vector_size(4 * LANES)));

/* Matrices of measures x lines, the measures numbered through all of them. */
typedef struct {
    const float *first, *second, *third;
    int64_t in_first, in_second, lines;
} Blocks;

static const float *row_of(const Blocks *blocks, int64_t measure)
{
    if (measure < blocks->in_first)
        return blocks->first + measure * blocks->lines;
    measure -= blocks->in_first;
    if (measure < blocks->in_second)
        return blocks->second + measure * blocks->lines;
    return blocks->third + (measure - blocks->in_second) * blocks->lines;
}

/* Finds the leaves that AT_ONCE lines come to. */
static void find_leaves(const float *const *rows, const float *borders, int64_t depth,
                        int64_t line, int32_t *leaf)
{
    answers found[VECTORS] = {{0}};
    for (int64_t level = 0; level < depth; level++) {
        const numbers *row = (const numbers *)(rows[level] + line);
        const float one = borders[level];
        const numbers border = {one, one, one, one};
        const int32_t bit = 1 << level;
        const answers bits = {bit, bit, bit, bit};
        for (int64_t i = 0; i < VECTORS; i++)
            found[i] |= (answers)(row[i] > border) & bits;
    }
    memcpy(leaf, found, sizeof found);
}

/* Finds the leaf that one line comes to. */
static int64_t find_leaf(const float *const *rows, const float *borders, int64_t depth,
                         int64_t line)
{
    int64_t leaf = 0;
    for (int64_t level = 0; level < depth; level++)
        leaf |= (int64_t)(rows[level][line] > borders[level]) << level;
    return leaf;
}

/* Adds up the trees' leaves for each line, in the order of the trees, and then ``bias``.

   first, second, third       matrices of measures x lines; the last two may be empty
   in_first, in_second        how many measures they have
   features   trees x depth   which measure each level asks for, numbered through the matrices
   borders    trees x depth   a level says yes above this; the first level is bit 0 of the leaf
   leaves     trees x 2^depth; the depth is 8 at most
   scores     lines           out: log-odds
*/
void add_trees(const float *first, const float *second, const float *third, int64_t in_first,
               int64_t in_second, const int16_t *features, const float *borders,
               const float *leaves, int64_t trees, int64_t depth, double bias, int64_t lines,
               double *scores)
{
    const Blocks blocks = {first, second, third, in_first, in_second, lines};
    const float *rows[DEEPEST];
    int32_t leaf[AT_ONCE];
    for (int64_t line = 0; line < lines; line++)
        scores[line] = 0;
    for (int64_t tree = 0; tree < trees; tree++, features += depth, borders += depth) {
        const float *values = leaves + (tree << depth);
        int64_t line = 0;
        for (int64_t level = 0; level < depth; level++)
            rows[level] = row_of(&blocks, features[level]);
        for (; line + AT_ONCE <= lines; line += AT_ONCE) {
            find_leaves(rows, borders, depth, line, leaf);
            for (int64_t i = 0; i < AT_ONCE; i++)
                scores[line + i] += (double)values[leaf[i]];
        }
        if (line < lines && lines >= AT_ONCE) {
            /* The last lines are looked at together with some before them. */
            const int64_t from = lines - AT_ONCE;
            find_leaves(rows, borders, depth, from, leaf);
            for (; line < lines; line++)
                scores[line] += (double)values[leaf[line - from]];
        }
        for (; line < lines; line++)
            scores[line] += (double)values[find_leaf(rows, borders, depth, line)];
    }
    for (int64_t line = 0; line < lines; line++)
        scores[line] += bias;
}
