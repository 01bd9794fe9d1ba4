/* The longest known run of bytes that ends at each byte of a text: an automaton of Aho and Corasick,
   kept as the tree it comes from; and what each run weighs. */

#include <stdint.h>
#include <string.h>

typedef struct {
    const uint32_t *children; /* states + 1: where the children of each state begin */
    const uint8_t *bytes;     /* states: the last byte of each state's run, in order among sisters */
    const uint32_t *shorter;  /* states: the longest run that a state's own ends with */
} Tree;

/* Gives the child of a state that is one byte longer, or 0, which is nobody's child. */
static uint32_t child(const Tree *tree, uint32_t state, uint8_t byte)
{
    uint32_t low = tree->children[state], end = tree->children[state + 1], high = end;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (tree->bytes[middle] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && tree->bytes[low] == byte ? low : 0;
}

/* Gives the features that a text shows, one for each byte that ends a run that is one.

   features  states; -1: none
   found     size, filled as far as there are features; the result says how far
*/
int64_t find_runs(const uint8_t *text, int64_t size, const uint32_t *children,
                  const uint8_t *bytes, const uint32_t *shorter, const int32_t *features,
                  int32_t *found)
{
    Tree tree = {children, bytes, shorter};
    uint32_t state = 0;
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++) {
        uint32_t next = child(&tree, state, text[i]);
        while (!next && state) {
            state = shorter[state];
            next = child(&tree, state, text[i]);
        }
        state = next;
        if (features[state] >= 0)
            found[count++] = features[state];
    }
    return count;
}

/* Writes down what features weigh for each language.

   features  count
   rows      where the weights of each feature begin; they end where the next one's begin
   languages, weights  which language each weight is for, and its number in ``values``
   usual     width    what a feature weighs for the others
   table     count x width
*/
void weigh_runs(const int64_t *features, int64_t count, const uint32_t *rows,
                const uint8_t *languages, const uint16_t *weights, const float *values,
                const float *usual, int64_t width, float *table)
{
    for (int64_t i = 0; i < count; i++, table += width) {
        memcpy(table, usual, (size_t)width * sizeof *usual);
        for (uint32_t at = rows[features[i]]; at < rows[features[i] + 1]; at++)
            table[languages[at]] = values[weights[at]];
    }
}
