/* How each line sits among its neighbours and in the page. */

#include "pages.h"
#include "sheet.h"

static const double NEAR = 20, OUTSIDE = -1;
static const int64_t FAR = 50, SHORT_LINE = 5;

/* Moves a row: each line gets the value of the line ``reach`` further down (above 0) or up. */
static void shift(const float *row, int64_t reach, int64_t lines, float *found)
{
    for (int64_t line = 0; line < lines; line++) {
        int64_t other = line + reach;
        found[line] = other >= 0 && other < lines ? row[other] : (float)OUTSIDE;
    }
}

/* Gives each line the measures of the lines around it, above before below, the nearest first.

   rows       measures x lines
   farthest   of the lines three away so many measures are looked at
   found      (4 x measures + 2 x farthest) x lines
*/
void shift_neighbours(const float *rows, int64_t measures, int64_t farthest, int64_t lines,
                      float *found)
{
    for (int64_t reach = 1; reach <= 3; reach++)
        for (int64_t sign = -1; sign <= 1; sign += 2)
            for (int64_t row = 0; row < (reach < 3 ? measures : farthest); row++, found += lines)
                shift(rows + row * lines, sign * reach, lines, found);
}

/* Writes the means of values over the lines around each line; gives the next row. */
static float *window(const double *sums, int64_t reach, int64_t lines, float *row)
{
    for (int64_t line = 0; line < lines; line++) {
        int64_t low = greater(line - reach, 0), high = smaller(line + reach + 1, lines);
        row[line] = (float)((sums[high] - sums[low]) / (double)(high - low));
    }
    return row + lines;
}

/* Writes how far below the last line of running text each line is (or above the next, backwards),
   on a logarithmic scale; gives the next row. */
static float *since(const bool *running, int64_t lines, bool backwards, float *row)
{
    int64_t steps = FAR;
    for (int64_t i = 0; i < lines; i++) {
        int64_t line = backwards ? lines - 1 - i : i;
        steps = running[line] ? 0 : smaller(i ? steps + 1 : FAR, FAR);
        row[line] = (float)log1p((double)steps);
    }
    return row + lines;
}

/* Writes where the best run of lines is: whether each line is in it, how far from its ends. */
static float *place_run(struct run best, int64_t lines, float *row)
{
    for (int64_t line = 0; line < lines; line++) {
        row[line] = line >= best.start && line < best.end;
        row[lines + line] = (float)within((double)(line - best.start), NEAR);
        row[2 * lines + line] = (float)within((double)(best.end - 1 - line), NEAR);
    }
    return row + 3 * lines;
}

/* Adds up what is averaged around each line: the words of running text, lines of running text,
   short lines, what phrases cover. One row of ``lines + 1`` sums after the other. */
static void add_up(const double *words, const bool *running, const float *covered, int64_t lines,
                   double *sums)
{
    double *mass = sums, *text = mass + lines + 1, *brief = text + lines + 1;
    double *known = brief + lines + 1;
    mass[0] = text[0] = brief[0] = known[0] = 0;
    for (int64_t line = 0; line < lines; line++) {
        mass[line + 1] = mass[line] + (running[line] ? words[line] : 0);
        text[line + 1] = text[line] + running[line];
        brief[line + 1] = brief[line] + (words[line] < SHORT_LINE);
        known[line + 1] = known[line] + covered[line];
    }
}

/* Measures what is around each line and where in the page it is.

   words     lines          lengths in words
   running   lines          whether a line is running text
   covered   lines          the share of a line that phrases cover
   whole     lines          whether they cover all of it
   gaps      lines          empty lines above
   room      4 x (lines + 1)
   found     PLACE_ROWS x lines
*/
void measure_places(const double *words, const bool *running, const float *covered,
                    const float *whole, const int64_t *gaps, int64_t lines, double *room,
                    float *found)
{
    if (!lines)
        return;
    const double *mass = room, *text = room + lines + 1;
    add_up(words, running, covered, lines, room);
    for (int64_t row = 0; row < 8; row++)
        found = window(room + row % 4 * (lines + 1), row < 4 ? 4 : 10, lines, found);
    double said = 0, spaced = 0, known = 0;
    for (int64_t line = 0; line < lines; line++) {
        said += words[line];
        spaced += gaps[line] > 0;
        known += whole[line];
    }
    double held = mass[lines], all = (double)lines, sum = 0;
    said = at_least(said, 1);
    for (int64_t line = 0; line < lines; line++) {
        float *row = found + line;
        sum += words[line];
        row[0] = (float)((double)line / at_least(all - 1, 1));
        row[lines] = (float)log1p((double)line);
        row[2 * lines] = (float)log1p(all - 1 - (double)line);
        row[3 * lines] = (float)(mass[line + 1] / at_least(held, 1));
        row[4 * lines] = (float)(sum / said);
    }
    found = since(running, lines, false, found + 5 * lines);
    found = since(running, lines, true, found);
    found = fill(found, log1p(all), lines);
    found = fill(found, held / said, lines);
    found = fill(found, log1p(held), lines);
    found = fill(found, text[lines] / all, lines);
    found = fill(found, room[4 * (lines + 1) - 1] / all, lines);
    found = fill(found, spaced / all, lines);
    found = fill(found, known / all, lines);
    found = place_run(best_run(words, 6, lines), lines, found);
    place_run(best_run(words, 12, lines), lines, found);
}
