/* Oblivious trees: every level of a tree asks all lines the same question. */

#include "kernels.h"

/* Adds up the trees' leaves for each line, in the order of the trees.

   answers   questions x lines   1 where the answer is yes
   question  trees x depth       which question each level asks; the first level is bit 0
   leaves    trees x 2^depth
   scores    lines               starts as it is, in log-odds
   leaf      lines               room to work in
*/
void add_trees(const uint8_t *answers, const int64_t *question, const float *leaves, int64_t trees,
               int64_t depth, int64_t lines, uint8_t *leaf, double *scores)
{
    for (int64_t tree = 0; tree < trees; tree++) {
        const int64_t *asked = question + tree * depth;
        const float *values = leaves + (tree << depth);
        memset(leaf, 0, (size_t)lines);
        for (int64_t level = 0; level < depth; level++) {
            const uint8_t *yes = answers + asked[level] * lines;
            for (int64_t line = 0; line < lines; line++)
                leaf[line] |= (uint8_t)(yes[line] << level);
        }
        for (int64_t line = 0; line < lines; line++)
            scores[line] += values[leaf[line]];
    }
}
