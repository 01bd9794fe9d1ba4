/* Elements become lines: which cut them, which are not shown, which touch; and what stands in the
   elements that tell of the page (notes, source, scripts). */

#include "html_flatten.h"

/* The root stands so many times among the open blocks, so that each line has three ancestors, whose
   names are told with its own. */
enum { ROOTS = 4 };

static Frame *frame_at(const Flattener *f, size_t above)
{
    return (Frame *)(void *)(f->frames.at + f->frames.size) - 1 - above;
}

static Place *place_at(const Flattener *f, int64_t number)
{
    return (Place *)(void *)f->page->places.at + number;
}

static bool is_deep(const Flattener *f)
{
    return f->frames.size / sizeof(Frame) >= (size_t)f->tables->deepest + ROOTS;
}

static int64_t add_place(Flattener *f, Place place)
{
    Bytes *places = &f->page->places;
    add(places, &place, sizeof place);
    return (int64_t)(places->size / sizeof place) - 1;
}

/* Gives the place that the path of another one ends in, or -1 for the empty path. */
static int64_t path_of(const Flattener *f, int64_t place)
{
    return place < 0 ? -1 : place_at(f, place)->path;
}

/* Gives where a new block's path begins: the path of the block around it, of which very deep ones
   leave the last part out. */
static int64_t path_around(Flattener *f, int64_t tag, int64_t around)
{
    int64_t path = path_of(f, around);
    if (is_deep(f) && path >= 0)
        path = place_at(f, path)->above;
    if (path < 0 || tag == HTML || place_at(f, path)->tag != HEAD || place_at(f, path)->above >= 0)
        return path;
    /* The parser does not know that elements of HTML 5 end the head. */
    if (f->body < 0) {
        f->body = add_place(f, (Place){BODY, -1, -1, PARAGRAPH, 2, -1, -1, -1});
        place_at(f, f->body)->path = f->body;
    }
    return f->body;
}

/* Finds the place of a block inside another one, or makes it. */
static int64_t place_for(Flattener *f, int64_t tag)
{
    int64_t around = frame_at(f, 0)->place;
    int64_t *link = around < 0 ? &f->first_place : &place_at(f, around)->first_inside;
    for (; *link >= 0; link = &place_at(f, *link)->next)
        if (place_at(f, *link)->tag == tag)
            return *link;
    int64_t above = path_around(f, tag, around);
    int kind = around < 0 ? PARAGRAPH : place_at(f, around)->kind;
    uint8_t shape = f->tables->shapes[kind * f->tables->tags.count + tag];
    int64_t number = add_place(f, (Place){tag, above, above, shape & 15, shape >> 4, -1, -1, -1});
    if (tag != HTML)
        place_at(f, number)->path = number;
    int64_t *first = around < 0 ? &f->first_place : &place_at(f, around)->first_inside;
    place_at(f, number)->next = *first;
    *first = number;
    return number;
}

static void note(Flattener *f, Span kind, const Attributes *attributes)
{
    if (f->quiet)
        return;
    add_small(&f->page->notes, kind);
    add_byte(&f->page->notes, 0);
    add_pairs(&f->page->notes, attributes);
}

static void note_content(Flattener *f, const char *kind, Span text)
{
    Bytes *notes = &f->page->notes;
    add(notes, kind, strlen(kind) + 1);
    add(notes, "1\0text", 7);
    add(notes, text.at, text.size);
    add_byte(notes, 0);
}

/* Shows an element in the page's source, in which translation tools leave their marks. */
static void show(Flattener *f, Span name, const Attributes *attributes)
{
    Bytes *source = &f->page->source;
    const Pair *pairs = (const Pair *)(const void *)attributes->pairs.at;
    size_t count = pair_count(attributes);
    if (f->quiet || !count)
        return;
    add_byte(source, '<');
    add_small(source, name);
    for (size_t i = 0; i < count; i++) {
        add_byte(source, ' ');
        add(source, attributes->text.at + pairs[i].name, pairs[i].name_size);
        add(source, "=\"", 2);
        add(source, attributes->text.at + pairs[i].value, pairs[i].value_size);
        add_byte(source, '"');
    }
    add(source, ">\n", 2);
}

/* Whether a meta element tells something that is wanted. */
static bool is_wanted(const Names *metas, const Attributes *attributes)
{
    static const char *const named[] = {"property", "name", "itemprop", "http-equiv"};
    const Pair *pairs = (const Pair *)(const void *)attributes->pairs.at;
    const uint8_t *text = attributes->text.at;
    for (size_t i = 0; i < pair_count(attributes); i++)
        for (size_t k = 0; k < sizeof named / sizeof *named; k++)
            if (pairs[i].name_size == strlen(named[k])
                && !memcmp(text + pairs[i].name, named[k], pairs[i].name_size)
                && has_name(metas, (Span){text + pairs[i].value, pairs[i].value_size}))
                return true;
    return false;
}

/* Whether a link says where the page's other versions are, or its licence. */
static bool leads_on(int64_t tag, const Attributes *attributes)
{
    Span relation = value_of(attributes, REL);
    return pair_of(attributes, HREFLANG) || says(relation, "license")
           || (tag == LINK && says(relation, "canonical"));
}

/* Meets an element that tells of the page. */
static void observe(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    if (tag == TIME || tag == H1) {
        if (tag == H1 || pair_of(attributes, DATETIME))
            note(f, name, attributes);
        return;
    }
    show(f, name, attributes);
    bool told = tag == BASE || tag == HTML || tag == BODY;
    if (tag == META)
        told = is_wanted(&f->tables->metas, attributes);
    else if (tag == A || tag == LINK)
        told = leads_on(tag, attributes);
    if (told && pair_count(attributes))
        note(f, name, attributes);
}

static bool hides(const Flattener *f, const Attributes *attributes)
{
    return pair_count(attributes) && is_hidden(f->tables, attributes);
}

/* Whether a block is not shown; of some it is told. */
static bool is_block_hidden(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    if (tag == DIALOG)
        return !pair_of(attributes, OPEN) || hides(f, attributes);
    if (tag != HTML && tag != BODY && tag != H1)
        return hides(f, attributes);
    observe(f, tag, name, attributes);
    /* Pages hide their body only until their scripts have run. */
    return tag == H1 && hides(f, attributes);
}

static void open_block(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    if (f->pieces)
        end_line(f);
    if (is_block_hidden(f, tag, name, attributes)) {
        f->hidden = 1;
        return;
    }
    const Frame *around = frame_at(f, 0);
    int64_t element = around->element;
    if (is_deep(f) && element >= 0)
        element = element_above(f, element);
    Frame frame = {place_for(f, tag), f->boxes, add_element(f, element), f->names.size, -1};
    if (pair_count(attributes))
        add_names(&f->names, attributes);
    add(&f->frames, &frame, sizeof frame);
    f->boxes = 0;
    if (place_at(f, frame.place)->breaks > f->gap)
        f->gap = place_at(f, frame.place)->breaks;
}

static void close_block(Flattener *f)
{
    if (f->pieces)
        end_line(f);
    if (f->frames.size <= ROOTS * sizeof(Frame))
        return;
    Frame frame = *frame_at(f, 0);
    f->frames.size -= sizeof frame;
    f->names.size = frame.names;
    f->boxes = frame.boxes;
    if (place_at(f, frame.place)->breaks > f->gap)
        f->gap = place_at(f, frame.place)->breaks;
}

static bool is_linklike(const Flattener *f, int64_t tag)
{
    return tag >= 0 && f->tables->flags[tag] & LINKLIKE;
}

/* Opens an inline element that sites use as a box: its neighbours may be separate words. */
static void open_box(Flattener *f, int64_t tag, const Attributes *attributes)
{
    if (hides(f, attributes)) {
        f->hidden = 1;
        return;
    }
    if (f->after_box != NO_BOX) {
        bool words = tag < 0 || is_linklike(f, tag) || is_linklike(f, f->after_box);
        add_byte(&f->line, 0);
        add_byte(&f->line, words ? LINK_GAP : BOX_GAP);
        f->pieces = true;
        f->after_box = NO_BOX;
    }
    f->boxes++;
}

static bool same(Span one, Span other)
{
    return one.size == other.size && (!one.size || !memcmp(one.at, other.at, one.size));
}

static void open_link(Flattener *f, Span name, const Attributes *attributes)
{
    if (pair_of(attributes, REL) || pair_of(attributes, HREFLANG) || pair_of(attributes, ONCLICK))
        observe(f, A, name, attributes);
    Link link = {pair_of(attributes, HREF) != NULL, f->addresses.size, 0};
    Span address = value_of(attributes, HREF);
    Span last = {f->addresses.at + f->last_link.start, f->last_link.size};
    if (f->after_box == A && link.leads == f->last_link.leads && same(address, last))
        f->after_box = NO_BOX;
    open_box(f, A, attributes);
    if (f->hidden)
        return;
    link.size = address.size;
    add(&f->addresses, address.at, address.size);
    add(&f->links, &link, sizeof link);
    f->linked += link.leads;
}

static void close_box(Flattener *f, int64_t tag)
{
    if (tag == A && f->links.size) {
        f->links.size -= sizeof(Link);
        memcpy(&f->last_link, f->links.at + f->links.size, sizeof(Link));
        /* Its address stays readable until the next link begins. */
        f->addresses.size = f->last_link.start;
        f->linked -= f->last_link.leads;
    }
    if (f->boxes)
        f->boxes--;
    /* Of nested boxes that close together, the link is what counts. */
    if (!is_linklike(f, f->after_box))
        f->after_box = tag < 0 ? OWN_BOX : tag;
}

/* Cuts the line; two breaks in a row separate paragraphs. */
static void break_line(Flattener *f)
{
    int least = end_line(f) ? 1 : 2;
    if (f->gap < least)
        f->gap = least;
}

/* Hides what only readers without scripts see; a page's head has nothing for them. */
static void set_aside(Flattener *f)
{
    f->hidden = 1;
    int64_t path = path_of(f, frame_at(f, 0)->place);
    while (path >= 0 && place_at(f, path)->above >= 0)
        path = place_at(f, path)->above;
    if (path < 0 || place_at(f, path)->tag != BODY || f->quiet)
        return;
    f->aside = true;
    Aside aside = {line_count(f), f->events.size, 0};
    add(&f->asides, &aside, sizeof aside);
}

static void collect(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    observe(f, tag, name, attributes);
    f->hidden = 1;
    f->collects = tag;
    f->content.size = f->type.size = 0;
    add_small(&f->type, value_of(attributes, TYPE));
}

/* Tells of the title or the script that has ended. */
static void tell_content(Flattener *f)
{
    Span content = {f->content.at, f->content.size}, type = {f->type.at, f->type.size};
    int64_t tag = f->collects;
    f->collects = -1;
    if (f->quiet)
        return;
    if (tag == TITLE) {
        note_content(f, "title", content);
    } else if (contains(type, "ld+json")) {
        note_content(f, "script", content);
    } else if (count_codes(content) <= f->tables->longest_script) {
        add(&f->page->scripts, content.at, content.size);
        add_byte(&f->page->scripts, '\n');
    }
}

static void open_inline(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    int32_t flags = tag < 0 ? 0 : f->tables->flags[tag];
    if (tag == A)
        open_link(f, name, attributes);
    else if (tag == BR)
        break_line(f);
    else if (tag == TITLE || tag == SCRIPT_TAG)
        collect(f, tag, name, attributes);
    else if (tag == NOSCRIPT)
        set_aside(f);
    else if (flags & UNSEEN)
        f->hidden = 1;
    else if (tag == META || tag == LINK || tag == BASE)
        observe(f, tag, name, attributes);
    else if (tag != IMG && tag != INPUT && tag != WBR) {
        if (tag == FONT || tag == TIME)
            observe(f, tag, name, attributes);
        if (flags & BOX || (tag < 0 && memchr(name.at, '-', name.size)))
            open_box(f, tag, attributes);
        else if (hides(f, attributes))
            f->hidden = 1;
    }
}

void start_element(Flattener *f, int64_t tag, Span name, const Attributes *attributes)
{
    if (f->hidden) {
        f->hidden++;
        if (f->aside)
            add_start(&f->events, name, attributes);
    } else if (tag >= 0 && f->tables->flags[tag] & BLOCK) {
        open_block(f, tag, name, attributes);
    } else {
        open_inline(f, tag, name, attributes);
    }
}

static void end_hidden(Flattener *f, Span name)
{
    f->hidden--;
    if (f->aside)
        add_end(&f->events, name);
    if (f->hidden)
        return;
    if (f->aside)
        ((Aside *)(void *)(f->asides.at + f->asides.size))[-1].end = f->events.size;
    f->aside = false;
    if (f->collects >= 0)
        tell_content(f);
}

void end_element(Flattener *f, int64_t tag, Span name)
{
    int32_t flags = tag < 0 ? 0 : f->tables->flags[tag];
    if (f->hidden)
        end_hidden(f, name);
    else if (flags & ENDS_LINES)
        close_block(f);
    else if (flags & BOX || tag == A || (tag < 0 && memchr(name.at, '-', name.size)))
        close_box(f, tag);
}

/* Counts the characters that are no white space. */
static int64_t count_letters(Span text)
{
    int64_t count = 0;
    const uint8_t *at = text.at, *end = at + text.size;
    while (at < end)
        count += !is_space(read_code(at, end, &at));
    return count;
}

void take_text(Flattener *f, Span text)
{
    if (f->hidden) {
        if (f->collects >= 0)
            add(&f->content, text.at, text.size);
        else if (f->aside)
            add_text(&f->events, text);
        return;
    }
    f->after_box = NO_BOX;
    if (text.size && leading_space(text) == text.size) {
        if (f->pieces)
            add(&f->line, text.at, text.size);
        return;
    }
    add(&f->line, text.at, text.size);
    f->pieces = true;
    f->loose |= !f->boxes;
    if (f->linked)
        f->link_letters += count_letters(text);
}

void begin(Flattener *f)
{
    Frame root = {-1, 0, -1, 0, -1};
    for (int i = 0; i < ROOTS; i++)
        add(&f->frames, &root, sizeof root);
}
