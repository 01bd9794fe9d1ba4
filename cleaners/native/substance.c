/* What tells whether a page of flattened text has a text of its own. */

#include "pages.h"

/* As in features.py. */
static const double RUNNING_TEXT = 12;
/* Lines without words weigh something too. */
static const double LEAST = 0.3;
enum { STRONGEST = 3 };

/* A run of lines that goes on, and the longest so far, in words. */
struct stretch {
    double now, longest;
};

static inline void lengthen(struct stretch *stretch, bool goes_on, double words)
{
    stretch->now = goes_on ? stretch->now + words : 0;
    stretch->longest = at_least(stretch->longest, stretch->now);
}

/* Puts a score among the strongest, which stand from the strongest down. */
static inline void rank(double *strongest, double score)
{
    for (int64_t place = 0; place < STRONGEST; place++)
        if (score > strongest[place]) {
            const double weaker = strongest[place];
            strongest[place] = score;
            score = weaker;
        }
}

/* Gives the mean of a measure, each line counting by its share; the shares sum to 1. */
static double mean(const float *row, const double *shares, int64_t lines)
{
    double sums[4] = {0, 0, 0, 0};
    int64_t line = 0;
    for (; line + 4 <= lines; line += 4)
        for (int64_t lane = 0; lane < 4; lane++)
            sums[lane] += (double)row[line + lane] * shares[line + lane];
    for (; line < lines; line++)
        sums[0] += (double)row[line] * shares[line];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

/* Gathers the facts of substance.py, in its order; a page has a line at least.

   scores      lines          log-odds that a line is text
   words       lines
   ends        lines          whether a line ends a sentence
   columns     rows x lines   the measures; those from ``first`` to before ``last`` are left out
   shares      lines          room to work in
   found                      out: thirteen numbers, then one for each measure
*/
void gather_facts(const double *scores, const double *words, const uint8_t *ends,
                  const float *columns, int64_t rows, int64_t first, int64_t last, int64_t lines,
                  double *shares, double *found)
{
    double strongest[STRONGEST], all = 0, likely = 0, judged = 0, most = 0, top = 0;
    struct stretch running = {0, 0}, ended = {0, 0}, liked = {0, 0}, liked_ended = {0, 0};
    int64_t count = 0, blocks = 0;
    bool before = false;
    for (int64_t place = 0; place < STRONGEST; place++)
        strongest[place] = -INFINITY;
    for (int64_t line = 0; line < lines; line++) {
        const double length = words[line] + LEAST;
        const bool likes = scores[line] > 0;
        all += length;
        judged += length * scores[line];
        shares[line] = length / (1 + exp(-scores[line]));
        likely += shares[line];
        most = at_least(most, length);
        rank(strongest, scores[line]);
        lengthen(&running, ends[line] && words[line] >= RUNNING_TEXT, length);
        lengthen(&ended, ends[line], length);
        lengthen(&liked, likes, length);
        lengthen(&liked_ended, likes && ends[line], length);
        count += likes;
        blocks += likes && !before;
        before = likes;
    }
    const int64_t ranked = smaller(lines, STRONGEST);
    for (int64_t place = 0; place < ranked; place++)
        top += strongest[place] / (double)ranked;
    const double facts[] = {
        log1p(all), log1p((double)lines), strongest[0], top, judged / all, likely / all,
        (double)count / (double)lines, log1p(running.longest), log1p(ended.longest),
        log1p(liked.longest), log1p(liked_ended.longest), log1p((double)blocks), log1p(most),
    };
    memcpy(found, facts, sizeof facts);
    found += sizeof facts / sizeof *facts;
    /* Where no line is likely at all, the measures say nothing. */
    for (int64_t line = 0; line < lines; line++)
        shares[line] /= at_least(likely, 1e-9);
    for (int64_t row = 0; row < rows; row++)
        if (row < first || row >= last)
            *found++ = mean(columns + row * lines, shares, lines);
}
