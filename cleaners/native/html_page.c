/* A page as a whole: what is shown only without scripts takes its place, and all lines become one
   text with columns that tell of each. */

#include "html_flatten.h"

/* Paths are cut at Tables.deepest parts, which is less. */
enum { LONGEST_PATH = 256 };

Line *line_at(const Page *page, int64_t number)
{
    return (Line *)(void *)page->lines.at + number;
}

static void start_flattener(Flattener *f, const Tables *tables, Page *page)
{
    f->tables = tables;
    f->page = page;
    f->first_place = f->body = f->collects = -1;
    f->after_box = NO_BOX;
    f->frames.size = f->names.size = f->links.size = f->addresses.size = f->line.size = 0;
    f->link_letters = f->linked = f->boxes = f->hidden = f->gap = 0;
    f->pieces = f->loose = f->aside = false;
    begin(f);
}

/* Flattens what was set aside, its elements numbered from those of the page on. */
static void flatten_aside(Flattener *main, Span events)
{
    Flattener *aside = &main->page->aside;
    Attributes *attributes = &main->page->work.attributes;
    start_flattener(aside, main->tables, main->page);
    aside->quiet = true;
    aside->element_count = main->element_count;
    clear_attributes(attributes);
    start_element(aside, BODY, (Span){(const uint8_t *)"body", 4}, attributes);
    replay(main->tables, events, &main->page->work, aside);
    end_line(aside);
}

/* Counts the letters outside links of some lines. */
static double letters_of(const Page *page, int64_t first, int64_t end)
{
    double letters = 0;
    for (int64_t number = first; number < end; number++) {
        const Line *line = line_at(page, number);
        letters += (double)line->codes * (1 - line->link_density);
    }
    return letters;
}

static uint8_t *copy_lines(const Page *page, uint8_t *to, int64_t first, int64_t end)
{
    size_t size = (size_t)(end - first) * sizeof(Line);
    memcpy(to, line_at(page, first), size);
    return to + size;
}

/* Moves the lines of asides, which stand behind the page's own, to where they go; ``ends`` is where
   each one's end. */
static void settle_asides(Flattener *f, int64_t own, const int64_t *ends)
{
    Page *page = f->page;
    const Aside *asides = (const Aside *)(const void *)f->asides.at;
    size_t count = f->asides.size / sizeof *asides, size = page->lines.size;
    uint8_t *to = grow(&page->lines, size); /* they first stand in order behind the others */
    int64_t taken = 0, start = own;
    for (size_t i = 0; i < count; i++) {
        to = copy_lines(page, to, taken, asides[i].line);
        to = copy_lines(page, to, start, ends[i]);
        taken = asides[i].line;
        start = ends[i];
    }
    copy_lines(page, to, taken, own);
    memcpy(page->lines.at, page->lines.at + size, size);
    page->lines.size = size;
}

/* Shows what is meant for readers without scripts, where the page is little else. */
static void show_asides(Flattener *f)
{
    Page *page = f->page;
    const Aside *asides = (const Aside *)(const void *)f->asides.at;
    size_t count = f->asides.size / sizeof *asides;
    int64_t main_lines = line_count(f);
    if (!count)
        return;
    f->gaps.size = 0;
    int64_t *ends = grow(&f->gaps, count * sizeof *ends);
    for (size_t i = 0; i < count; i++) {
        flatten_aside(f, (Span){f->events.at + asides[i].start, asides[i].end - asides[i].start});
        ends[i] = line_count(f);
    }
    double letters = letters_of(page, main_lines, line_count(f));
    if (letters < (double)f->tables->least_aside || letters < letters_of(page, 0, main_lines))
        page->lines.size = (size_t)main_lines * sizeof(Line);
    else
        settle_asides(f, main_lines, ends);
}

/* A browser wraps a plain-text file in one <pre>: that is text, not code. */
static void unwrap_plain_text(Page *page)
{
    int64_t count = (int64_t)(page->lines.size / sizeof(Line));
    for (int64_t number = 0; number < count; number++)
        if (line_at(page, number)->kind != CODE)
            return;
    for (int64_t number = 0; number < count; number++)
        line_at(page, number)->kind = PARAGRAPH;
}

/* Numbers the path that a place ends in, and adds its text when it is the first to ask. */
static int64_t path_number(Page *page, const Tables *tables, int64_t place, int64_t *paths)
{
    int64_t chain[LONGEST_PATH];
    int depth = 0;
    Place *all = (Place *)(void *)page->places.at;
    if (place >= 0)
        place = all[place].path;
    int64_t *number = place < 0 ? &page->no_path : &all[place].number;
    if (*number >= 0)
        return *number;
    for (; place >= 0 && depth < LONGEST_PATH; place = all[place].above)
        chain[depth++] = all[place].tag;
    while (depth--) {
        const int32_t *starts = tables->tags.starts + chain[depth];
        add(&page->paths, tables->tags.text + starts[0], (size_t)(starts[1] - starts[0]));
        add_byte(&page->paths, depth ? '/' : '\n');
    }
    return *number = (*paths)++;
}

/* Makes one text of the lines, and the columns that tell of each. */
static void make_columns(Page *page, const Tables *tables)
{
    int64_t count = (int64_t)(page->lines.size / sizeof(Line)), position = 0, paths = 0;
    int64_t *columns = grow(&page->columns, (size_t)count * COLUMNS * sizeof *columns);
    double *densities = grow(&page->densities, (size_t)count * sizeof *densities);
    for (int64_t i = 0; i < count; i++) {
        const Line *line = line_at(page, i);
        if (i)
            add(&page->all, "\n\n", (size_t)line->breaks);
        add(&page->all, page->text.at + line->start, line->size);
        position += i ? line->breaks : 0;
        columns[START * count + i] = position + line->indent;
        columns[END * count + i] = position += line->codes;
        columns[KIND * count + i] = line->kind;
        columns[PATH * count + i] = path_number(page, tables, line->place, &paths);
        columns[CSS * count + i] = line->css;
        columns[ELEMENT * count + i] = line->element;
        densities[i] = line->link_density;
    }
}

static Span whole(const Bytes *bytes)
{
    return (Span){bytes->at, bytes->size};
}

static void hand_out(Page *page)
{
    page->result = (Result){
        whole(&page->all), whole(&page->paths), whole(&page->css), whole(&page->notes),
        whole(&page->source), whole(&page->scripts), whole(&page->columns),
        whole(&page->densities), whole(&page->above), page->result.wanted,
    };
}

/* Tells each buffer of a page where to go when there is no memory. */
static void own_buffers(Page *page)
{
    Work *work = &page->work;
    Bytes *const own[] = {
        &page->text, &page->lines, &page->places, &page->above, &page->css, &page->notes,
        &page->source, &page->scripts, &page->all, &page->paths, &page->columns,
        &page->densities, &work->open, &work->count, &work->scratch,
        &work->attributes.text, &work->attributes.pairs,
    };
    size_t count = sizeof own / sizeof *own;
    memcpy(page->own, own, sizeof own);
    for (int i = 0; i < 2; i++) {
        Flattener *f = i ? &page->aside : &page->main;
        Bytes *const its[] = {&f->frames, &f->names, &f->links, &f->addresses, &f->line,
                              &f->gaps, &f->content, &f->type, &f->events, &f->asides};
        memcpy(page->own + count, its, sizeof its);
        count += sizeof its / sizeof *its;
    }
    for (Bytes **buffer = page->own; *buffer; buffer++)
        (*buffer)->failed = &page->failed;
}

void free_html(Result *result)
{
    Page *page = (Page *)(void *)result; /* which it begins */
    for (Bytes **buffer = page->own; *buffer; buffer++)
        free((*buffer)->at);
    free(page);
}

static void flatten_all(Page *page, const Tables *tables, Span content, bool events)
{
    Flattener *f = &page->main;
    start_flattener(f, tables, page);
    if (events)
        replay(tables, content, &page->work, f);
    else
        parse_html(tables, content, &page->work, f);
    if (f->pieces)
        end_line(f);
    show_asides(f);
    unwrap_plain_text(page);
    make_columns(page, tables);
    hand_out(page);
}

static bool has_flattened(Page *const page, const Tables *tables, Span content, bool events)
{
    if (setjmp(page->failed))
        return false;
    flatten_all(page, tables, content, events);
    return true;
}

/* Flattens HTML (``events`` 0), or the events of another parser's tree. Gives a result that
   ``free_html`` frees, or NULL where there is not enough memory. */
Result *flatten_html(const Tables *tables, const uint8_t *content, int64_t size, int64_t events)
{
    Page *page = calloc(1, sizeof *page);
    if (page == NULL)
        return NULL;
    own_buffers(page);
    page->result.wanted = page->no_path = -1;
    if (has_flattened(page, tables, (Span){content, (size_t)size}, events != 0))
        return &page->result;
    free_html(&page->result);
    return NULL;
}
