/* HTML becomes elements: tags as the HTML standard cuts them, and elements opened and closed where
   the page leaves it out, by tables rather than by the standard's many states: pages that no browser
   would show as meant come out in the same order, which is what counts for their text. */

#include "html_parse.h"

static size_t depth(const Parser *p)
{
    return p->work->open.size / sizeof(Open);
}

static Open *open_at(const Parser *p, size_t level)
{
    return (Open *)(void *)p->work->open.at + level;
}

static int64_t top(const Parser *p)
{
    return depth(p) ? open_at(p, depth(p) - 1)->tag : -1;
}

static int64_t *count_of(const Parser *p, int64_t tag)
{
    return (int64_t *)(void *)p->work->count.at + (tag < 0 ? p->tables->tags.count : tag);
}

static bool has(const Parser *p, int64_t tag, int32_t flag)
{
    return tag >= 0 && p->tables->flags[tag] & flag;
}

static Span tag_name(const Parser *p, int64_t tag)
{
    const Names *tags = &p->tables->tags;
    int32_t start = tags->starts[tag];
    return (Span){tags->text + start, (size_t)(tags->starts[tag + 1] - start)};
}

static void push(Parser *p, int64_t tag, Span name)
{
    p->seen_head |= tag == HEAD || tag == BODY;
    p->seen_body |= tag == BODY;
    Open open = {tag, name};
    add(&p->work->open, &open, sizeof open);
    ++*count_of(p, tag);
    start_element(p->to, tag, name, &p->work->attributes);
}

static void pop(Parser *p)
{
    Open open = *open_at(p, depth(p) - 1);
    p->work->open.size -= sizeof open;
    --*count_of(p, open.tag);
    end_element(p->to, open.tag, open.name);
}

/* Closes the open elements that a start tag ends. */
static void close_before(Parser *p, int64_t tag)
{
    const uint8_t *closes = p->tables->closes + tag * p->tables->tags.count;
    while (depth(p) && top(p) >= 0 && closes[top(p)])
        pop(p);
}

static void push_implied(Parser *p, int64_t tag)
{
    clear_attributes(&p->work->attributes);
    push(p, tag, tag_name(p, tag));
}

/* Opens html, head or body where the page leaves them out before a tag. */
static void open_implied(Parser *p, int64_t tag)
{
    if (tag == HTML)
        return;
    if (!depth(p))
        push_implied(p, HTML);
    if (tag == BODY || tag == HEAD)
        return;
    if (depth(p) == 1 && has(p, tag, IN_HEAD)) {
        if (!p->seen_head)
            push_implied(p, HEAD);
    } else if (!has(p, tag, FRAMES) && !p->seen_body && !*count_of(p, HEAD)) {
        push_implied(p, BODY);
    }
}

/* Prepares for text that is more than white space. */
static void open_for_text(Parser *p)
{
    if (top(p) == HEAD)
        close_before(p, P);
    open_implied(p, P);
}

/* Hands on text that stands as it is; white space before the body opens none. */
static void give(Parser *p, Span text)
{
    if (p->content <= TEXT && (!depth(p) || top(p) == HTML || top(p) == HEAD)) {
        Span blank = {text.at, 0};
        while (blank.size < text.size && is_blank(text.at[blank.size]))
            blank.size++;
        if (blank.size)
            take_text(p->to, blank);
        text = (Span){text.at + blank.size, text.size - blank.size};
        if (!text.size)
            return;
        open_for_text(p);
    }
    take_text(p->to, text);
}

static void give_from(Parser *p, const uint8_t *start)
{
    if (p->at > start)
        give(p, (Span){start, (size_t)(p->at - start)});
}

/* Whether a tag of the open element's name begins after so many bytes. */
static bool is_tag_of_top(const Parser *p, size_t distance)
{
    Span name = open_at(p, depth(p) - 1)->name;
    for (size_t i = 0; i < name.size; i++)
        if (lower(peek(p, distance + i)) != lower(name.at[i]))
            return false;
    uint8_t after = peek(p, distance + name.size);
    return after == '>' || after == '/' || is_blank(after);
}

/* Whether ``<`` ends the text of an element that holds no others. Scripts may hold a comment with
   scripts in it: ``level`` is 0 outside, 1 in the comment, 2 in a script in it. */
static bool ends_content(Parser *p, int *level)
{
    if (p->content == MARKUP)
        return true;
    if (p->content == PLAIN)
        return false;
    if (p->content == SCRIPT && *level == 0 && peek(p, 1) == '!') {
        if (peek(p, 2) == '-' && peek(p, 3) == '-')
            *level = 1;
        return false;
    }
    if (peek(p, 1) == '/') {
        if (!is_tag_of_top(p, 2))
            return false;
        if (*level < 2)
            return true;
        *level = 1;
    } else if (*level == 1 && is_tag_of_top(p, 1)) {
        *level = 2;
    }
    return false;
}

/* Reads a reference or a line break at the current place; tells whether it was one. */
static bool replaced(Parser *p, const uint8_t *start)
{
    size_t size = 1;
    p->work->scratch.size = 0;
    if (*p->at == '\r') {
        if (peek(p, 1) != '\n')
            add_byte(&p->work->scratch, '\n');
    } else if (p->content > TEXT
               || !(size = reference(p->tables, rest(p), false, &p->work->scratch))) {
        return false;
    }
    give_from(p, start);
    p->at += size;
    if (p->work->scratch.size)
        give(p, (Span){p->work->scratch.at, p->work->scratch.size});
    return true;
}

/* Goes on to what may end the text, or be replaced in it. */
static void skip_plain(Parser *p, int level)
{
    static const bool stops[256] = {['<'] = true, ['&'] = true, ['\r'] = true, ['-'] = true};
    if (p->content > TEXT && !level && !p->returns) {
        const uint8_t *found = memchr(p->at, '<', (size_t)(p->end - p->at));
        p->at = found ? found : p->end;
    }
    const uint8_t *at = p->at, *end = p->end;
    while (at < end && !stops[*at])
        at++;
    p->at = at;
}

/* Reads text up to the next tag, or up to the end tag of an element that holds no others. */
static void read_text(Parser *p)
{
    int level = 0;
    const uint8_t *start = p->at;
    for (skip_plain(p, level); p->at < p->end; skip_plain(p, level)) {
        uint8_t byte = *p->at;
        if (byte == '<' && ends_content(p, &level)) {
            give_from(p, start);
            p->content = MARKUP;
            return;
        }
        if ((byte == '&' || byte == '\r') && replaced(p, start)) {
            start = p->at;
            continue;
        }
        if (byte == '-' && level && peek(p, 1) == '-' && peek(p, 2) == '>')
            level = 0;
        p->at++;
    }
    give_from(p, start);
}

static int64_t tag_number(const Parser *p, Span name)
{
    uint8_t small[32];
    if (name.size > sizeof small)
        return -1;
    for (size_t i = 0; i < name.size; i++)
        small[i] = lower(name.at[i]);
    return find_name(&p->tables->tags, (Span){small, name.size});
}

/* Whether a start tag is not taken: a second html or body, a head elsewhere than first. */
static bool is_ignored(Parser *p, int64_t tag)
{
    bool ignored = (tag == HTML && depth(p)) || (tag == HEAD && depth(p) != 1)
                   || (tag == BODY && *count_of(p, BODY));
    p->ignored += ignored;
    return ignored;
}

static void read_start_tag(Parser *p)
{
    p->at++;
    Span name = read_name(p, ' ');
    int64_t tag = tag_number(p, name);
    if (tag >= 0)
        close_before(p, tag);
    open_implied(p, tag);
    bool ignored = is_ignored(p, tag);
    read_attributes(p, has(p, tag, NOTED));
    if (p->at < p->end && !ignored)
        push(p, tag, name);
    if (p->at == p->end || !depth(p))
        return;
    bool closed = *p->at == '/';
    p->at += closed ? 2 : 1;
    if (closed || has(p, top(p), VOID))
        pop(p);
    else if (top(p) >= 0)
        p->content = p->tables->content[top(p)];
}

static bool is_named(const Parser *p, size_t level, int64_t tag, Span name)
{
    const Open *open = open_at(p, level);
    if (tag >= 0 || open->tag >= 0 || open->name.size != name.size)
        return tag >= 0 && open->tag == tag;
    for (size_t i = 0; i < name.size; i++)
        if (lower(name.at[i]) != lower(open->name.at[i]))
            return false;
    return true;
}

/* Closes the elements that an end tag ends: up to the open one of its name, unless one that it
   cannot end stands before that. */
static void close_up_to(Parser *p, int64_t tag, Span name)
{
    const uint8_t *priority = p->tables->priority;
    const int least = tag < 0 ? priority[p->tables->tags.count] : priority[tag];
    size_t level = depth(p);
    while (level && !is_named(p, level - 1, tag, name)) {
        int64_t other = open_at(p, --level)->tag;
        if (other >= 0 && priority[other] > least)
            return;
    }
    while (level && depth(p) >= level)
        pop(p);
}

static void read_end_tag(Parser *p)
{
    p->at += 2;
    if (!is_letter(peek(p, 0))) {
        skip_past(p, '>');
        return;
    }
    Span name = read_name(p, ' ');
    int64_t tag = tag_number(p, name);
    read_attributes(p, false);
    if (p->at == p->end)
        return;
    p->at += *p->at == '/' ? 2 : 1;
    if (p->ignored && (tag == HTML || tag == BODY || tag == HEAD))
        p->ignored--;
    else if (*count_of(p, tag))
        close_up_to(p, tag, name);
}

/* Reads a tag, or a ``<`` that begins none. */
static void read_tag(Parser *p)
{
    uint8_t next = peek(p, 1);
    if (next == '!' || next == '?') {
        skip_declaration(p);
    } else if (next == '/' && p->end - p->at > 2) {
        read_end_tag(p);
    } else if (is_letter(next)) {
        read_start_tag(p);
    } else {
        Span shown = {p->at, next == '/' ? 2 : 1};
        open_for_text(p);
        take_text(p->to, shown);
        p->at += shown.size;
    }
}

static void read_document(Parser *p)
{
    static const uint8_t mark[] = {0xEF, 0xBB, 0xBF};
    if (p->end - p->at >= 3 && !memcmp(p->at, mark, sizeof mark))
        p->at += sizeof mark;
    bool begun = false;
    while (p->at < p->end) {
        if (!begun)
            skip_blanks(p);
        uint8_t first = peek(p, 0), next = peek(p, 1);
        begun |= first && !(first == '<' && (next == '!' || next == '?'));
        if (p->content == MARKUP && first == '<')
            read_tag(p);
        else
            read_text(p);
    }
    while (depth(p))
        pop(p);
}

/* Parses a page and hands its elements and text on. */
void parse_html(const Tables *tables, Span html, Work *work, Flattener *to)
{
    Parser parser = {
        .tables = tables, .to = to, .work = work, .at = html.at, .end = html.at + html.size};
    size_t size = (size_t)(tables->tags.count + 1) * sizeof(int64_t);
    memset(grow(&work->count, size), 0, size);
    parser.returns = html.size && memchr(html.at, '\r', html.size);
    read_document(&parser);
}
