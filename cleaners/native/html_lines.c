/* Lines, put together from pieces and cleaned of white space. */

#include "html_flatten.h"

int64_t line_count(const Flattener *f)
{
    return (int64_t)(f->page->lines.size / sizeof(Line));
}

/* Numbers a new element of the page and notes the one around it; gives where that is noted. */
int64_t add_element(Flattener *f, int64_t above)
{
    int64_t element[2] = {++f->element_count, above};
    add(&f->page->above, element, sizeof element);
    return (int64_t)(f->page->above.size / sizeof element) - 1;
}

int64_t element_above(const Flattener *f, int64_t element)
{
    return ((int64_t *)(void *)f->page->above.at)[2 * element + 1];
}

/* Gives the class bits of a character, or notes that they are wanted. */
static uint8_t class_of(Flattener *f, uint32_t code)
{
    uint8_t found = f->tables->classes[code];
    if (!found)
        f->page->result.wanted = code;
    return found;
}

/* Whether two boxes that touch are labels (``5`` ``comments``, ``Home`` ``News``). */
static bool is_label_border(Flattener *f, Span left, Span right, uint8_t last, uint8_t first)
{
    int64_t longest = f->tables->longest_label;
    if (count_codes(left) > longest || count_codes(right) > longest)
        return false;
    return (last & LOWER && first & UPPER) || (last & DIGIT) != (first & DIGIT);
}

/* Whether a reader sees two words where two boxes meet. In a sentence (the line has text outside any
   box) only links touch so, and not in scripts without spaces. */
static bool are_two_words(Flattener *f, Span left, Span right, bool between)
{
    const uint8_t *next;
    if (!left.size || !right.size)
        return false;
    uint32_t last = last_code(left.at, left.at + left.size);
    uint32_t first = read_code(right.at, right.at + right.size, &next);
    uint8_t last_class = class_of(f, last), first_class = class_of(f, first);
    if (!(last_class & ALNUM && first_class & ALNUM))
        return false;
    if (f->loose && (!between || last > 0x2E7F || first > 0x2E7F))
        return false;
    return between || is_label_border(f, left, right, last_class, first_class);
}

/* Puts a space where two boxes meet that are two words, nothing elsewhere. */
static Span with_gaps(Flattener *f)
{
    const uint8_t *at = f->line.at, *end = at + f->line.size;
    Span previous = {at, 0};
    bool between = false;
    f->gaps.size = 0;
    while (at <= end) {
        const uint8_t *mark = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        Span piece = {at, (size_t)((mark ? mark : end) - at)};
        if (are_two_words(f, previous, piece, between))
            add_byte(&f->gaps, ' ');
        add(&f->gaps, piece.at, piece.size);
        if (piece.size)
            previous = piece;
        between = mark && mark[1] == LINK_GAP;
        at = mark ? mark + 2 : end + 1;
    }
    return (Span){f->gaps.at, f->gaps.size};
}

/* Gives the number of the names of a block and the three around it, as one text. */
static int64_t css_of(Flattener *f)
{
    Bytes *css = &f->page->css;
    Frame *frame = (Frame *)(void *)(f->frames.at + f->frames.size) - 1;
    if (frame->css >= 0)
        return frame->css;
    size_t start = css->size, end = f->names.size;
    for (int above = 0; above < 4; end = frame[-above].names, above++)
        add(css, f->names.at + frame[-above].names, end - frame[-above].names);
    css->size -= css->size > start;
    add_byte(css, '\n');
    return frame->css = f->page->css_count++;
}

static void add_line(Flattener *f, Span text, double link_density)
{
    const Frame *frame = (const Frame *)(const void *)(f->frames.at + f->frames.size) - 1;
    size_t indent = leading_space(text);
    int64_t place = frame->place;
    Line line = {
        .start = f->page->text.size,
        .size = text.size,
        .codes = count_codes(text),
        .indent = indent ? count_codes((Span){text.at, indent}) : 0,
        .breaks = f->gap == 1 ? 1 : 2,
        .kind = place < 0 ? PARAGRAPH : ((Place *)(void *)f->page->places.at)[place].kind,
        .place = place,
        .css = css_of(f),
        .element = frame->element,
        .link_density = link_density,
    };
    add(&f->page->text, text.at, text.size);
    add(&f->page->lines, &line, sizeof line);
    f->gap = 0;
}

/* Adds lines of code, which keep their indentation; tells whether there are any. */
static bool add_code_lines(Flattener *f, Span text)
{
    bool added = false;
    const uint8_t *at = text.at, *end = at + text.size;
    while (at <= end) {
        const uint8_t *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        Span bare = stripped((Span){at, (size_t)(stop - at)});
        if (bare.size) {
            add_line(f, (Span){at, (size_t)(bare.at + bare.size - at)}, 0);
            f->gap = 1;
            added = true;
        } else if (added) {
            f->gap = 2;
        }
        at = stop + (end - stop > 1 && stop[0] == '\r' && stop[1] == '\n' ? 2 : 1);
    }
    return added;
}

/* Makes each run of blanks one space, in place. */
static Span with_single_spaces(Span text)
{
    uint8_t *to = (uint8_t *)text.at;
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if (!is_blank(text.at[i]))
            to[size++] = text.at[i];
        else if (!is_blank(text.at[i - 1]))
            to[size++] = ' ';
    return (Span){text.at, size};
}

static double density(Span text, int64_t link_letters)
{
    int64_t letters = count_codes(text);
    if (!link_letters)
        return 0;
    for (size_t i = 0; i < text.size; i++)
        letters -= text.at[i] == ' ';
    return link_letters < letters ? (double)link_letters / (double)letters : 1.0;
}

/* Ends the current line; tells whether it had any text. */
bool end_line(Flattener *f)
{
    Span text = {f->line.at, f->line.size};
    if (text.size && memchr(text.at, 0, text.size))
        text = with_gaps(f);
    int64_t link_letters = f->link_letters;
    f->line.size = 0;
    f->link_letters = 0;
    f->pieces = f->loose = false;
    f->after_box = NO_BOX;
    Span bare = stripped(text);
    if (!bare.size)
        return false;
    const Frame *frame = (const Frame *)(const void *)(f->frames.at + f->frames.size) - 1;
    if (frame->place >= 0 && ((Place *)(void *)f->page->places.at)[frame->place].kind == CODE)
        return add_code_lines(f, text);
    bare = with_single_spaces(bare);
    add_line(f, bare, density(bare, link_letters));
    return true;
}
