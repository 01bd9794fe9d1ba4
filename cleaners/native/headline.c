/* How many words each line of a page shares with its headline. */

#include "kernels.h"

/* Counts the different words of each line, and those among them that are wanted.

   offsets    lines + 1   each line's first token
   ids        tokens      equal for equal tokens, below the count of tokens
   wanted     tokens      whether the token is wanted
   seen       tokens      room to work in
   distinct   lines       out
   shared     lines       out
*/
void count_shared(const int64_t *offsets, const int64_t *ids, const bool *wanted, int64_t lines,
                  int64_t *seen, int64_t *distinct, int64_t *shared)
{
    memset(seen, -1, (size_t)offsets[lines] * sizeof *seen);
    for (int64_t line = 0; line < lines; line++) {
        distinct[line] = shared[line] = 0;
        for (int64_t i = offsets[line]; i < offsets[line + 1]; i++) {
            if (seen[ids[i]] == line)
                continue;
            seen[ids[i]] = line;
            distinct[line]++;
            shared[line] += wanted[i];
        }
    }
}
