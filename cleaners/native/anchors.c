/* Where a page's headline and summary stand among its lines, and which headings lead away. The rows
   are those of ``COLUMNS`` in cleaners/boilerplate/anchors.py. */

#include "tree.h"

static const double TEXT = 6, ALIKE = 0.6, LINKED = 0.5, FAR = 40, NOWHERE = -99;
static const uint64_t FACTORS[] = {0x9FB21C651E98DF25u, 0xD6E8FEB86659FD93u, 0xCA5A826395121157u};

/* A summary shares so many runs of three words with the line that it begins like. */
enum { LEAST_SHARED = 4, CLIMB = 8, HEADINGS = 6 };

/* What is added up over the lines of each element. */
enum { WORDS, PROSE, LEADING, SUMS };

struct page {
    struct tree tree;
    const double *words, *links;
    const float *ended, *in_title, *of_title;
    int64_t h1;
    /* The first line that the page shows: 1 where the title of the document comes before it. */
    int64_t shown;
    double all_words, all_prose;
    double *sums;
    double *room;
};

/* Gives the rank of a line as a heading, 1 for h1; 0 where it is none. */
static int64_t rank_of(const struct page *page, int64_t line)
{
    int64_t rank = page->tree.tag[page->tree.home[line]] - page->h1 + 1;
    return rank >= 1 && rank <= HEADINGS ? rank : 0;
}

/* Gives how much a line and the title are the same. */
static double likeness(const struct page *page, int64_t line)
{
    if (line < page->shown)
        return 0;
    float one = page->in_title[line], other = page->of_title[line];
    return one < other ? one : other;
}

static double value_of(const struct page *page, int64_t line, int64_t what)
{
    double words = page->words[line], links = page->links[line];
    switch (what) {
    case WORDS: return words;
    case PROSE: return page->ended[line] > 0 && words >= TEXT ? words * (1 - links) : 0;
    default: return rank_of(page, line) && links > LINKED;
    }
}

static void add_up(struct page *page)
{
    const struct tree *tree = &page->tree;
    double *values = page->room, *total = values + tree->lines;
    double all[SUMS] = {0};
    page->sums = total + tree->lines + 1;
    page->room = page->sums + SUMS * tree->count;
    for (int64_t what = 0; what < SUMS; what++) {
        for (int64_t line = 0; line < tree->lines; line++)
            all[what] += values[line] = value_of(page, line, what);
        sum_up(tree, values, total, page->sums + what * tree->count);
    }
    page->all_words = at_least(all[WORDS], 1);
    page->all_prose = at_least(all[PROSE], 1);
}

/* Places each line beside one of them, if any: lines below it, levels away, and how much of the
   page's words, prose and lines is in the nearest element around both. */
static float *place_beside(const struct page *page, int64_t line, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t lines = tree->lines;
    if (line < 0) {
        row = fill(row, NOWHERE, lines);
        for (int64_t k = 0; k < 4; k++)
            row = fill(row, -1, lines);
        return row;
    }
    for (int64_t other = 0; other < lines; other++)
        row[other] = (float)within((double)(other - line), FAR);
    row += lines;
    steps_from(tree, tree->home[line], (uint8_t *)page->room, row);
    const int64_t *around = tree->chain + tree->starts[line];
    for (int64_t other = 0; other < lines; other++) {
        int64_t place = tree->depth[line] - 1 - (int64_t)row[other];
        int64_t both = around[greater(place, 0)];
        double words = page->sums[both], prose = page->sums[PROSE * tree->count + both];
        int64_t held = tree->last[both] - tree->first[both] + 1;
        row[lines + other] = (float)(place < 0 ? 1 : words / page->all_words);
        row[2 * lines + other] = (float)(place < 0 ? 1 : prose / page->all_prose);
        row[3 * lines + other] = (float)(place < 0 ? 1 : (double)held / (double)lines);
    }
    return row + 4 * lines;
}

/* Finds the line that repeats the title above the article, and places the lines beside it. */
static float *place_title(const struct page *page, float *row)
{
    int64_t lines = page->tree.lines, found = -1;
    double most = 0;
    for (int64_t line = 0; line < lines; line++) {
        double alike = likeness(page, line);
        row[line] = (float)alike;
        if (alike < ALIKE)
            continue;
        int64_t rank = rank_of(page, line);
        double worth = alike + (rank ? 0.05 * (double)(8 - rank) : 0)
                       - (page->links[line] > LINKED ? 0.3 : 0);
        if (found < 0 || worth > most) {
            found = line;
            most = worth;
        }
    }
    row = fill(row + lines, found < 0 ? 0 : row[found], lines);
    return place_beside(page, found, row);
}

/* The runs of three words of a summary: a table by hash; ``slots`` is a power of two. */
struct runs {
    uint64_t *table;
    uint64_t slots;
};

static uint64_t run_at(const uint64_t *hashes)
{
    uint64_t run = hashes[0] * FACTORS[0] + hashes[1] * FACTORS[1] + hashes[2] * FACTORS[2];
    /* 0 is an empty slot. */
    return run ? run : 1;
}

static uint64_t *slot_of(const struct runs *runs, uint64_t run)
{
    uint64_t slot = run ^ run >> 32;
    while (runs->table[slot &= runs->slots - 1] && runs->table[slot] != run)
        slot++;
    return runs->table + slot;
}

/* Counts how much of each line the summary has, and places the lines beside the one that has most
   of the summary. */
static float *place_summary(const struct page *page, const int64_t *offsets,
                            const uint64_t *hashes, const uint64_t *said, int64_t count,
                            struct runs runs, float *row)
{
    int64_t lines = page->tree.lines, total = greater(count - 2, 1), best = -1, most = 0;
    float *share = row, *part = row + lines;
    for (int64_t i = 0; i + 2 < count; i++) {
        uint64_t run = run_at(said + i);
        *slot_of(&runs, run) = run;
    }
    for (int64_t line = 0; line < lines; line++) {
        int64_t own = greater(offsets[line + 1] - offsets[line] - 2, 0), known = 0;
        for (int64_t i = 0; i < own && line >= page->shown; i++)
            known += *slot_of(&runs, run_at(hashes + offsets[line] + i)) != 0;
        share[line] = (float)((double)known / (double)greater(own, 1));
        part[line] = (float)((double)smaller(known, total) / (double)total);
        if (best < 0 || smaller(known, total) > smaller(most, total))
            best = line;
        most = greater(most, known);
    }
    row = fill(row + 2 * lines, best < 0 ? 0 : part[best], lines);
    row = fill(row, log1p((double)count), lines);
    return place_beside(page, most >= LEAST_SHARED ? best : -1, row);
}

/* Sums over the elements of each group of like siblings. */
struct group {
    double size, words, leading, prose;
};

static void add_up_groups(const struct page *page, struct group *groups)
{
    const struct tree *tree = &page->tree;
    memset(groups, 0, (size_t)tree->groups * sizeof *groups);
    for (int64_t i = 0; i < tree->count; i++) {
        struct group *group = groups + tree->group[i];
        group->size++;
        group->words += page->sums[i];
        group->prose += page->sums[PROSE * tree->count + i];
        group->leading += page->sums[LEADING * tree->count + i] > 0;
    }
}

/* Places each line below the heading above it: where that leads, how far away it is, and what the
   nearest element around both is among its like. */
static void place_headings(const struct page *page, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t lines = tree->lines, last = -1;
    struct group *groups = (struct group *)page->room;
    double headings = 0, leading = 0;
    add_up_groups(page, groups);
    for (int64_t line = 0; line < lines; line++) {
        if (rank_of(page, line)) {
            last = line;
            headings++;
            leading += page->links[line] > LINKED;
        }
        int64_t head = greater(last, 0), both = tree->home[line], steps = 0;
        for (int64_t i = 0; i < CLIMB && tree->first[both] > head && tree->parent[both] >= 0; i++) {
            both = tree->parent[both];
            steps++;
        }
        const struct group *group = groups + tree->group[both];
        bool found = last >= 0;
        const double measures[] = {
            found,
            found ? page->links[head] : -1,
            found ? (double)rank_of(page, head) : -1,
            found ? within((double)(line - head), FAR) : -1,
            found ? likeness(page, head) : -1,
            log1p(page->sums[both]),
            log1p((double)(tree->last[both] - tree->first[both] + 1)),
            (double)steps,
            log1p(group->size),
            group->words / page->all_words,
            group->leading / group->size,
            group->prose / page->all_prose,
        };
        for (size_t k = 0; k < sizeof measures / sizeof *measures; k++)
            row[(int64_t)k * lines + line] = (float)measures[k];
    }
    row = fill(row + 12 * lines, log1p(headings), lines);
    fill(row, leading / at_least(headings, 1), lines);
}

/* Measures the lines of a page.

   elements ... groups   the tree: its tables as ``build_tree`` made them, ``count`` elements
   words, links          lines      lengths in words, link densities
   ended                 lines      of the measures of shape: sentence end
   in_title, of_title    lines      of the measures of words
   h1                    the number of the tag h1; h2 to h6 follow
   shown                 the first line that the page shows
   offsets, hashes       the tokens of the lines
   said                  words      the tokens of the summary
   table                 slots      zeros; a power of two, more than ``words``
   room                  7 x elements + 2 x lines + 1
   found                 30 x lines
*/
void measure_anchors(const int64_t *elements, int64_t count, const int64_t *spans, int64_t lines,
                     const int64_t *chain, int64_t groups, const double *words,
                     const double *links, const float *ended, const float *in_title,
                     const float *of_title, int64_t h1, int64_t shown, const int64_t *offsets,
                     const uint64_t *hashes, const uint64_t *said, int64_t said_words,
                     uint64_t *table, int64_t slots, double *room, float *found)
{
    struct page page = {
        .tree = tree_of(elements, count, spans, lines, chain, groups),
        .words = words, .links = links, .ended = ended, .in_title = in_title,
        .of_title = of_title, .h1 = h1, .shown = shown, .room = room,
    };
    struct runs runs = {table, (uint64_t)slots};
    add_up(&page);
    found = place_title(&page, found);
    found = place_summary(&page, offsets, hashes, said, said_words, runs, found);
    place_headings(&page, found);
}
