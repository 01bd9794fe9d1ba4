/* What the elements around the lines of an HTML page tell: candidate subtrees, like siblings. The
   rows are those of ``COLUMNS`` in cleaners/boilerplate/containers.py. */

#include "tree.h"

static const double TEXT = 6, RUNNING_TEXT = 12, SHORT = 5, COST = 0.5;
static const double FAR = 30, FAR_FROM_HEADLINE = 40, AFTER = 20;

/* What is added up over the lines of each element. */
enum { WORDS, PROSE, LINKS, LINES, RUNNING, HEADS, DATES, BRIEF, KNOWN, SUMS };

/* How many measures an element has, an item among its siblings, a group before and behind those. */
enum { AROUND = 10, ITEM = 3, BEFORE_ITEM = 11, BEHIND_ITEM = 3, GROUP = BEFORE_ITEM + BEHIND_ITEM };

enum { LEVELS = 5, LEAST_GROUP = 3 };

/* What is known of the lines, and what is added up from it. */
struct page {
    struct tree tree;
    const double *words, *links;
    const float *ended, *date, *clock, *covered;
    int64_t h1;
    /* Of each line the words of its sentences outside links. */
    double *prose;
    double all_words, all_prose;
    /* Of each element: SUMS x elements. */
    double *sums;
    double *room;
};

/* Takes so many numbers off the room that is left. */
static double *take(double **room, int64_t count)
{
    double *taken = *room;
    *room += count;
    return taken;
}

static double *zeros(double **room, int64_t count)
{
    double *taken = take(room, count);
    memset(taken, 0, (size_t)count * sizeof *taken);
    return taken;
}

static double value_of(const struct page *page, int64_t line, int64_t what)
{
    double words = page->words[line];
    int64_t tag = page->tree.tag[page->tree.home[line]];
    switch (what) {
    case WORDS: return words;
    case PROSE: return page->prose[line];
    case LINKS: return words * page->links[line];
    case LINES: return 1;
    case RUNNING: return page->ended[line] > 0 && words >= RUNNING_TEXT;
    case HEADS: return tag >= page->h1 && tag < page->h1 + 6;
    case DATES: return page->date[line] > 0 || page->clock[line] > 0;
    case BRIEF: return words < SHORT;
    default: return (double)page->covered[line] * words;
    }
}

static void add_up(struct page *page)
{
    const struct tree *tree = &page->tree;
    page->prose = take(&page->room, tree->lines);
    page->sums = take(&page->room, SUMS * tree->count);
    double *room = page->room, *values = take(&room, tree->lines);
    double *total = take(&room, tree->lines + 1);
    page->all_words = page->all_prose = 0;
    for (int64_t line = 0; line < tree->lines; line++) {
        double words = page->words[line];
        bool is_prose = page->ended[line] > 0 && words >= TEXT;
        page->prose[line] = is_prose ? words * (1 - page->links[line]) : 0;
        page->all_words += words;
        page->all_prose += page->prose[line];
    }
    page->all_words = at_least(page->all_words, 1);
    page->all_prose = at_least(page->all_prose, 1);
    for (int64_t what = 0; what < SUMS; what++) {
        for (int64_t line = 0; line < tree->lines; line++)
            values[line] = value_of(page, line, what);
        sum_up(tree, values, total, page->sums + what * tree->count);
    }
}

/* Adds the prose of each line to its element ``up`` levels above its home; where there is none, to
   the first element or nowhere. */
static double *prose_above(const struct page *page, int64_t up, bool to_first, double **room)
{
    const struct tree *tree = &page->tree;
    double *held = zeros(room, tree->count);
    for (int64_t line = 0; line < tree->lines; line++) {
        int64_t element = tree->home[line];
        for (int64_t i = 0; i < up && element >= 0; i++)
            element = tree->parent[element];
        if (element >= 0 || to_first)
            held[greater(element, 0)] += page->prose[line];
    }
    return held;
}

/* Places each line beside an element: inside, levels away, lines below and above, shares. */
static float *place_beside(const struct page *page, int64_t element, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t lines = tree->lines, first = tree->first[element], last = tree->last[element];
    steps_from(tree, element, (uint8_t *)page->room, row + lines);
    for (int64_t line = 0; line < lines; line++) {
        row[line] = line >= first && line <= last;
        row[2 * lines + line] = (float)within((double)(line - last), FAR);
        row[3 * lines + line] = (float)within((double)(line - first), FAR);
    }
    const double *sums = page->sums + element;
    row = fill(row + 4 * lines, sums[PROSE * tree->count] / page->all_prose, lines);
    return fill(row, sums[WORDS * tree->count] / page->all_words, lines);
}

/* Places each line beside the subtrees that may hold the article: the one whose own lines and
   children hold most prose, the one whose grandchildren count too, the one that gains most. */
static float *place_candidates(const struct page *page, float *row)
{
    const struct tree *tree = &page->tree;
    const double *words = page->sums, *prose = words + PROSE * tree->count;
    const double *links = words + LINKS * tree->count;
    double *room = page->room;
    double *near = prose_above(page, 0, false, &room), *below = prose_above(page, 1, false, &room);
    double *wide = prose_above(page, 2, false, &room), *gain = take(&room, tree->count);
    for (int64_t i = 0; i < tree->count; i++) {
        near[i] += below[i];
        wide[i] = (near[i] + 0.5 * wide[i]) * (1 - links[i] / at_least(words[i], 1));
        gain[i] = prose[i] - COST * (words[i] - prose[i]) + 1e-6 * (double)tree->level[i];
    }
    int64_t chosen[3] = {greatest(near, tree->count), greatest(wide, tree->count),
                         greatest(gain, tree->count)};
    double most = near[chosen[0]];
    for (int64_t i = 0; i < 3; i++)
        row = place_beside(page, chosen[i], row);
    return fill(row, most / page->all_prose, tree->lines);
}

/* Measures the innermost element around each line and the next wider ones. */
static float *measure_around(const struct page *page, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t count = tree->count, lines = tree->lines;
    float *table = (float *)page->room;
    for (int64_t i = 0; i < count; i++) {
        const double *sums = page->sums + i;
        double words = at_least(sums[WORDS], 1), held = sums[LINES * count];
        const double measures[AROUND] = {
            sums[LINKS * count] / words, sums[PROSE * count] / words,
            sums[PROSE * count] / page->all_prose, words / page->all_words,
            log1p(held), log1p(words / held),
            sums[BRIEF * count] / held, sums[DATES * count] / held,
            sums[KNOWN * count] / words, sums[HEADS * count] / held,
        };
        for (int64_t k = 0; k < AROUND; k++)
            table[i * AROUND + k] = (float)measures[k];
    }
    for (int64_t line = 0; line < lines; line++) {
        int64_t element = tree->home[line];
        for (int64_t level = 0; level < LEVELS; level++, element = tree->wider[element])
            for (int64_t k = 0; k < AROUND; k++)
                row[(level * AROUND + k) * lines + line] = table[element * AROUND + k];
    }
    return row + LEVELS * AROUND * lines;
}

/* Counts the elements that begin and end with each line. */
static float *count_borders(const struct tree *tree, float *row)
{
    memset(row, 0, (size_t)(2 * tree->lines) * sizeof *row);
    for (int64_t i = 0; i < tree->count; i++) {
        row[tree->first[i]]++;
        row[tree->lines + tree->last[i]]++;
    }
    return row + 2 * tree->lines;
}

/* What is added up over the siblings of one tag. */
struct group {
    double size, words, prose, links, lines, dates, heads, running, squares;
    int64_t example;
};

static void add_up_groups(const struct page *page, struct group *groups, double *order)
{
    const struct tree *tree = &page->tree;
    int64_t count = tree->count;
    memset(groups, 0, (size_t)tree->groups * sizeof *groups);
    for (int64_t i = 0; i < count; i++) {
        const double *sums = page->sums + i;
        struct group *group = groups + tree->group[i];
        if (!group->size)
            group->example = i;
        order[i] = group->size++;
        group->words += sums[WORDS];
        group->prose += sums[PROSE * count];
        group->links += sums[LINKS * count];
        group->lines += sums[LINES * count];
        group->dates += sums[DATES * count] > 0;
        group->heads += sums[HEADS * count] > 0;
        group->running += sums[RUNNING * count] > 0;
        group->squares += sums[WORDS] * sums[WORDS];
    }
}

/* Measures a group: ``end`` is the last line of the page's text, ``above`` the prose above it. */
static void measure_group(const struct page *page, const struct group *group, int64_t end,
                          double above, float *found)
{
    double size = group->size, mean = group->words / size;
    double spread = at_least(group->squares / size - mean * mean, 0);
    double start = (double)page->tree.first[group->example];
    const double measures[GROUP] = {
        log1p(size), group->words / page->all_words, group->prose / page->all_prose,
        group->links / at_least(group->words, 1), group->dates / size, group->heads / size,
        log1p(group->lines / size), sqrt(spread) / at_least(mean, 1), group->running / size,
        log1p(mean), start / (double)page->tree.lines,
        above / page->all_prose, log1p(above), within(start - (double)end, AFTER),
    };
    for (int64_t k = 0; k < GROUP; k++)
        found[k] = (float)measures[k];
}

/* Finds the last line of the element whose own lines and children hold most prose. */
static int64_t end_of_text(const struct page *page)
{
    const struct tree *tree = &page->tree;
    double *room = page->room, *direct = prose_above(page, 0, false, &room);
    const double *below = prose_above(page, 1, true, &room);
    for (int64_t i = 0; i < tree->count; i++)
        direct[i] += below[i];
    return tree->last[greatest(direct, tree->count)];
}

/* Gives what each element is worth as the item to measure: in great groups, near, among posts. */
static void weigh_items(const struct page *page, const struct group *groups, double *great,
                        double *near, double *posts)
{
    const struct tree *tree = &page->tree;
    for (int64_t i = 0; i < tree->count; i++) {
        const struct group *group = groups + tree->group[i];
        bool real = group->size >= LEAST_GROUP && tree->level[group->example] > 0;
        bool many = real && group->lines >= 2 * group->size;
        great[i] = many ? group->words : 0;
        near[i] = real ? (double)tree->level[i] + 1 : 0;
        posts[i] = many && group->running >= 2 ? group->prose * group->running / group->size : 0;
    }
}

/* Writes the measures of each line's item and of its group, -1 where it has none. */
static float *spread_items(const struct page *page, const int64_t *item, const double *worth,
                           const float *groups, const float *items, float *row)
{
    int64_t lines = page->tree.lines;
    for (int64_t line = 0; line < lines; line++) {
        bool outside = worth[item[line]] <= 0;
        const float *group = groups + page->tree.group[item[line]] * GROUP;
        const float *own = items + item[line] * ITEM;
        float *cell = row + line;
        for (int64_t k = 0; k < BEFORE_ITEM; k++, cell += lines)
            *cell = outside ? -1 : group[k];
        for (int64_t k = 0; k < ITEM; k++, cell += lines)
            *cell = outside ? -1 : own[k];
        for (int64_t k = BEFORE_ITEM; k < GROUP; k++, cell += lines)
            *cell = outside ? -1 : group[k];
    }
    return row + (GROUP + ITEM) * lines;
}

/* Measures the groups of like siblings around each line: greatest, nearest, most textual. */
static float *measure_groups(const struct page *page, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t end = end_of_text(page), count = tree->count;
    double *room = page->room, *order = take(&room, count);
    double *above = take(&room, tree->lines + 1), *worth = take(&room, 3 * count);
    int64_t *item = (int64_t *)take(&room, tree->lines);
    struct group *groups = (struct group *)take(&room, 10 * tree->groups);
    float *table = (float *)take(&room, GROUP * tree->groups);
    float *items = (float *)take(&room, ITEM * count);
    above[0] = 0;
    for (int64_t line = 0; line < tree->lines; line++)
        above[line + 1] = above[line] + page->prose[line];
    add_up_groups(page, groups, order);
    for (int64_t i = 0; i < tree->groups; i++)
        measure_group(page, groups + i, end, above[tree->first[groups[i].example]],
                      table + i * GROUP);
    for (int64_t i = 0; i < count; i++) {
        double words = page->sums[i];
        items[i * ITEM] = (float)(order[i] / groups[tree->group[i]].size);
        items[i * ITEM + 1] = (float)log1p(words);
        items[i * ITEM + 2] = (float)(page->sums[PROSE * count + i] / at_least(words, 1));
    }
    weigh_items(page, groups, worth, worth + count, worth + 2 * count);
    for (int64_t i = 0; i < 3; i++) {
        best_around(tree, worth + i * count, item);
        row = spread_items(page, item, worth + i * count, table, items, row);
    }
    return row;
}

/* Places each line below the first headline of the page. */
static void place_headlines(const struct page *page, float *row)
{
    const struct tree *tree = &page->tree;
    int64_t lines = tree->lines, headline = -1, headlines = 0;
    for (int64_t line = lines - 1; line >= 0; line--) {
        row[line] = (float)tree->depth[line];
        if (tree->tag[tree->home[line]] == page->h1) {
            headline = line;
            headlines++;
        }
    }
    row += lines;
    for (int64_t line = 0; line < lines; line++)
        row[line] = (float)(headlines ? within((double)(line - headline), FAR_FROM_HEADLINE) : -99);
    row += lines;
    if (headlines)
        steps_from(tree, tree->home[headline], (uint8_t *)page->room, row);
    else
        fill(row, -1, lines);
    const double *dates = page->sums + DATES * tree->count;
    row = fill(row + lines, (double)headlines, lines);
    fill(row, log1p(dates[greatest(dates, tree->count)]), lines);
}

/* Measures the lines of a page.

   elements ... groups   the tree: its tables as ``build_tree`` made them, ``count`` elements
   words, links          lines   lengths in words, link densities
   ended ... covered     lines   of the measures of shape: sentence end, date, clock, covered
   h1                    the number of the tag h1; h2 to h6 follow
   room                  48 x elements + 4 x lines
   found                 127 x lines
*/
void measure_containers(const int64_t *elements, int64_t count, const int64_t *spans, int64_t lines,
                        const int64_t *chain, int64_t groups, const double *words,
                        const double *links, const float *ended, const float *date,
                        const float *clock, const float *covered, int64_t h1, double *room,
                        float *found)
{
    struct page page = {
        .tree = tree_of(elements, count, spans, lines, chain, groups),
        .words = words, .links = links, .ended = ended, .date = date, .clock = clock,
        .covered = covered, .h1 = h1, .room = room,
    };
    add_up(&page);
    found = place_candidates(&page, found);
    found = measure_around(&page, found);
    found = count_borders(&page.tree, found);
    found = measure_groups(&page, found);
    place_headlines(&page, found);
}
