/* What a first judgement says of the lines around each line, of its elements and of the page. The
   second stage of trees judges by it. */

#include <stdlib.h>

#include "tree.h"

/* Log-odds beyond these say no more, of a line and of its elements. */
static const double SURE = 6, SURE_OF_ELEMENTS = 8;
static const double NO_LINE = -7, NEAR = 20, FAR = 30;

enum { WIDENINGS = 6, LEAST_GROUP = 3 };

static double likelihood(double odds)
{
    return 1 / (1 + exp(-odds));
}

/* Writes the judgement on the lines one to three above and below each line. */
static float *move(const double *odds, int64_t lines, float *row)
{
    for (int64_t reach = 1; reach <= 3; reach++)
        for (int64_t sign = -1; sign <= 1; sign += 2, row += lines)
            for (int64_t line = 0; line < lines; line++) {
                int64_t other = line + sign * reach;
                row[line] = (float)(other >= 0 && other < lines ? odds[other] : NO_LINE);
            }
    return row;
}

/* Writes the likely share of the words and lines around each line; the sums have lines + 1. */
static float *average(const double *mass, const double *words, const double *likely, int64_t reach,
                      int64_t lines, float *row)
{
    for (int64_t line = 0; line < lines; line++) {
        int64_t low = greater(line - reach, 0), high = smaller(line + reach + 1, lines);
        row[line] = (float)((mass[high] - mass[low]) / at_least(words[high] - words[low], 1));
        row[lines + line] = (float)((likely[high] - likely[low]) / (double)(2 * reach));
    }
    return row + 2 * lines;
}

/* Describes what was thought of each line, its neighbours and the page.

   scores   lines   log-odds
   words    lines   lengths in words
   room     5 x (lines + 1)
   found    22 x lines
*/
void look_around(const double *scores, const double *words, int64_t lines, double *room,
                 float *found)
{
    static const int64_t REACHES[] = {2, 6, 15};
    double *odds = room, *mass = odds + lines + 1, *said = mass + lines + 1;
    double *likely = said + lines + 1, *worth = likely + lines + 1, best = -INFINITY;
    mass[0] = said[0] = likely[0] = 0;
    for (int64_t line = 0; line < lines; line++) {
        odds[line] = within(scores[line], SURE);
        double chance = likelihood(odds[line]);
        found[line] = (float)odds[line];
        mass[line + 1] = mass[line] + chance * words[line];
        said[line + 1] = said[line] + words[line];
        likely[line + 1] = likely[line] + chance;
        worth[line] = within(odds[line], 2) * log1p(words[line]);
        best = at_least(odds[line], best);
    }
    float *row = move(odds, lines, found + lines);
    for (int64_t i = 0; i < 3; i++)
        row = average(mass, said, likely, REACHES[i], lines, row);
    double total = at_least(mass[lines], 1), all = (double)lines;
    struct run run = best_run(worth, 0, lines);
    for (int64_t line = 0; line < lines; line++) {
        row[line] = (float)(mass[line] / total);
        row[lines + line] = (float)((total - mass[line + 1]) / total);
        row[2 * lines + line] = line >= run.start && line < run.end;
        row[3 * lines + line] = (float)within((double)(line - run.start), NEAR);
        row[4 * lines + line] = (float)within((double)(run.end - 1 - line), NEAR);
    }
    row = fill(row + 5 * lines, likely[lines] / all, lines);
    row = fill(row, total / at_least(said[lines], 1), lines);
    row = fill(row, log1p(total), lines);
    fill(row, best, lines);
}

/* A line for sorting. */
struct ranked {
    double likely, weight;
    int64_t line;
};

static int compare(const void *one, const void *other)
{
    const struct ranked *a = one, *b = other;
    if (a->likely != b->likely)
        return a->likely > b->likely ? -1 : 1;
    return a->line < b->line ? -1 : 1;
}

/* Finds the likelihood from which lines are kept so that the expected F1 is greatest.

   likely, weight   lines
   room             3 x lines
   found            2   out: the threshold, the F1
*/
void best_threshold(const double *likely, const double *weight, int64_t lines, double *room,
                    double *found)
{
    struct ranked *ranked = (struct ranked *)room;
    double held = 0, kept = 0, all = 0, most = -1;
    for (int64_t line = 0; line < lines; line++)
        ranked[line] = (struct ranked){likely[line], weight[line], line};
    qsort(ranked, (size_t)lines, sizeof *ranked, compare);
    for (int64_t i = 0; i < lines; i++)
        all += ranked[i].likely * ranked[i].weight;
    for (int64_t i = 0; i < lines; i++) {
        held += ranked[i].likely * ranked[i].weight;
        kept += ranked[i].weight;
        double expected = 2 * held / (kept + all);
        if (expected > most) {
            most = expected;
            found[0] = ranked[i].likely;
            found[1] = expected;
        }
    }
}

/* What was thought of the lines, added up over elements and groups of like siblings. */
struct agreement {
    struct tree tree;
    const double *likely, *weight, *mass;
    double all_mass;
    /* Of each element: words, likely words, the share of these, what it is worth, votes. */
    double *words, *held, *mean, *worth, *votes;
    double *room;
};

/* Adds up what was thought over the elements. An element is worth the F1 that it alone would give,
   were the judgement right. */
static void add_up_elements(struct agreement *found)
{
    const struct tree *tree = &found->tree;
    double *total = found->room;
    sum_up(tree, found->weight, total, found->words);
    sum_up(tree, found->mass, total, found->held);
    sum_up(tree, found->likely, total, found->votes);
    for (int64_t i = 0; i < tree->count; i++) {
        found->worth[i] = 2 * found->held[i] / (found->words[i] + found->all_mass);
        found->mean[i] = found->held[i] / found->words[i];
        found->votes[i] /= (double)(tree->last[i] + 1 - tree->first[i]);
    }
}

/* Writes what was thought of the innermost element around each line and of the wider ones. */
static float *climb(const struct agreement *found, float *row)
{
    const struct tree *tree = &found->tree;
    int64_t lines = tree->lines;
    for (int64_t line = 0; line < lines; line++) {
        int64_t element = tree->home[line];
        for (int64_t i = 0; i < WIDENINGS; i++, element = tree->wider[element]) {
            row[3 * i * lines + line] = (float)found->mean[element];
            row[(3 * i + 1) * lines + line] = (float)found->worth[element];
            row[(3 * i + 2) * lines + line] = (float)found->votes[element];
        }
    }
    return row + 3 * WIDENINGS * lines;
}

/* Places each line beside the best element around it and the best of the page. */
static float *place_best(const struct agreement *found, float *row)
{
    const struct tree *tree = &found->tree;
    int64_t lines = tree->lines, chosen = greatest(found->worth, tree->count);
    int64_t *best = (int64_t *)found->room;
    best_around(tree, found->worth, best);
    for (int64_t line = 0; line < lines; line++) {
        double worth = found->worth[best[line]];
        row[line] = (float)worth;
        row[lines + line] = (float)found->mean[best[line]];
        row[2 * lines + line] = (float)(found->worth[chosen] - worth);
        row[3 * lines + line] = line >= tree->first[chosen] && line <= tree->last[chosen];
    }
    steps_from(tree, chosen, (uint8_t *)found->room, row + 4 * lines);
    row = fill(row + 5 * lines, found->worth[chosen], lines);
    row = fill(row, found->mean[chosen], lines);
    for (int64_t line = 0; line < lines; line++) {
        row[line] = (float)within((double)(line - tree->last[chosen]), FAR);
        row[lines + line] = (float)within((double)(line - tree->first[chosen]), FAR);
    }
    return row + 2 * lines;
}

/* Compares each line's sibling with all its like, in the greatest and in the nearest group. */
static float *compare_siblings(const struct agreement *found, float *row)
{
    const struct tree *tree = &found->tree;
    int64_t lines = tree->lines, count = tree->count;
    double *size = found->room, *words = size + count, *held = words + count;
    double *value = held + count;
    int64_t *item = (int64_t *)(value + count);
    memset(size, 0, (size_t)(3 * count) * sizeof *size);
    for (int64_t i = 0; i < count; i++) {
        size[tree->group[i]]++;
        words[tree->group[i]] += found->words[i];
        held[tree->group[i]] += found->held[i];
    }
    for (int64_t nearest = 0; nearest < 2; nearest++, row += 2 * lines) {
        for (int64_t i = 0; i < count; i++) {
            double of_group = nearest ? (double)tree->level[i] + 1 : words[tree->group[i]];
            value[i] = size[tree->group[i]] >= LEAST_GROUP ? of_group : 0;
        }
        best_around(tree, value, item);
        for (int64_t line = 0; line < lines; line++) {
            int64_t group = tree->group[item[line]];
            double share = held[group] / words[group];
            bool inside = value[item[line]] > 0;
            row[line] = (float)(inside ? share : -1);
            row[lines + line] = (float)(inside ? found->mean[item[line]] - share : 0);
        }
    }
    return row;
}

/* Writes the likely share of the lines with the same number, and how many they are. */
static float *compare_alike(const struct agreement *found, const int64_t *number, float *row)
{
    int64_t lines = found->tree.lines;
    double *mass = found->room, *weight = mass + lines, *count = weight + lines;
    memset(mass, 0, (size_t)(3 * lines) * sizeof *mass);
    for (int64_t line = 0; line < lines; line++) {
        mass[number[line]] += found->mass[line];
        weight[number[line]] += found->weight[line];
        count[number[line]]++;
    }
    for (int64_t line = 0; line < lines; line++) {
        row[line] = (float)(mass[number[line]] / weight[number[line]]);
        row[lines + line] = (float)log1p(count[number[line]]);
    }
    return row + 2 * lines;
}

/* Describes what was thought of the elements around each line and of their like.

   elements ... groups   the tree, as for ``measure_containers``
   scores                lines   log-odds
   weight                lines   lengths in words, never 0
   both_of, path_of      lines   numbers of equal markup and of equal paths, below ``lines``
   room                  9 x elements + 8 x lines + 1
   found                 38 x lines
*/
void look_at_elements(const int64_t *elements, int64_t count, const int64_t *spans, int64_t lines,
                      const int64_t *chain, int64_t groups, const double *scores,
                      const double *weight, const int64_t *both_of, const int64_t *path_of,
                      double *room, float *found)
{
    double *likely = room, *mass = likely + lines, *sums = mass + lines, all_mass = 0;
    for (int64_t line = 0; line < lines; line++) {
        likely[line] = likelihood(within(scores[line], SURE_OF_ELEMENTS));
        mass[line] = likely[line] * weight[line];
        all_mass += mass[line];
    }
    struct agreement page = {
        tree_of(elements, count, spans, lines, chain, groups),
        likely, weight, mass, at_least(all_mass, 1e-6),
        sums, sums + count, sums + 2 * count, sums + 3 * count, sums + 4 * count,
        sums + 5 * count,
    };
    add_up_elements(&page);
    found = climb(&page, found);
    found = place_best(&page, found);
    found = compare_siblings(&page, found);
    found = compare_alike(&page, both_of, found);
    found = compare_alike(&page, path_of, found);
    double best[2];
    best_threshold(likely, weight, lines, page.room, best);
    found = fill(found, best[1], lines);
    found = fill(found, best[0], lines);
    for (int64_t line = 0; line < lines; line++)
        found[line] = (float)(likely[line] - best[0]);
}
