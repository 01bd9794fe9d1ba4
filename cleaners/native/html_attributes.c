/* What the attributes of an element say: whether it is shown, and what it is called. */

#include "html.h"

static const char *const NAMES[ATTRIBUTES] = {
    [HIDDEN] = "hidden", [STYLE] = "style",       [CLASS] = "class",
    [ID] = "id",         [ROLE] = "role",         [ITEMPROP] = "itemprop",
    [OPEN] = "open",     [HREF] = "href",         [REL] = "rel",
    [TYPE] = "type",     [CONTENT] = "content",   [DATETIME] = "datetime",
    [ONCLICK] = "onclick", [HREFLANG] = "hreflang", [ITEMTYPE] = "itemtype",
    [ARIA_LABEL] = "aria-label",
};

void clear_attributes(Attributes *attributes)
{
    attributes->text.size = attributes->pairs.size = 0;
    memset(attributes->first, -1, sizeof attributes->first);
}

size_t pair_count(const Attributes *attributes)
{
    return attributes->pairs.size / sizeof(Pair);
}

/* Gives the number of an attribute that is looked at, or -1. */
int attribute_named(Span name)
{
    for (int known = 0; name.size && known < ATTRIBUTES; known++)
        if (NAMES[known][0] == (char)name.at[0] && strlen(NAMES[known]) == name.size
            && !memcmp(NAMES[known], name.at, name.size))
            return known;
    return -1;
}

/* Takes a pair whose name and value are in the text of the attributes, and the number of its name;
   the first of a name counts. */
void note_attribute(Attributes *attributes, Pair pair, int known)
{
    if (known >= 0 && attributes->first[known] < 0)
        attributes->first[known] = (int64_t)pair_count(attributes);
    add(&attributes->pairs, &pair, sizeof pair);
}

Pair *pair_of(const Attributes *attributes, enum Attribute attribute)
{
    int64_t number = attributes->first[attribute];
    return number < 0 ? NULL : (Pair *)(void *)attributes->pairs.at + number;
}

/* Gives the value of an attribute; of one that is not there the empty text. */
Span value_of(const Attributes *attributes, enum Attribute attribute)
{
    const Pair *pair = pair_of(attributes, attribute);
    if (pair == NULL)
        return (Span){(const uint8_t *)"", 0};
    return (Span){attributes->text.at + pair->value, pair->value_size};
}

static bool starts_with(Span text, const char *word)
{
    for (size_t i = 0; word[i]; i++)
        if (i == text.size || lower(text.at[i]) != (uint8_t)word[i])
            return false;
    return true;
}

static Span after(Span text, size_t size)
{
    return (Span){text.at + size, text.size - size};
}

/* Whether a value has a word in it, in letters of any case. */
bool says(Span value, const char *word)
{
    for (; value.size; value = after(value, 1))
        if (starts_with(value, word))
            return true;
    return false;
}

/* Whether a style begins with a property, a colon and a value, in letters of any case. */
static bool declares(Span style, const char *property, const char *value)
{
    if (!starts_with(style, property))
        return false;
    style = after(style, strlen(property));
    style = after(style, leading_space(style));
    if (!style.size || style.at[0] != ':')
        return false;
    style = after(style, 1);
    return starts_with(after(style, leading_space(style)), value);
}

static bool is_unread(const Tables *tables, Span name)
{
    for (const uint8_t *at = tables->unread; *at; at += strlen((const char *)at) + 1)
        if (strlen((const char *)at) == name.size && starts_with(name, (const char *)at))
            return true;
    return false;
}

/* Cuts the next word off a text. */
static Span next_word(Span *text)
{
    *text = after(*text, leading_space(*text));
    const uint8_t *at = text->at, *end = at + text->size, *next;
    while (at < end && !is_space(read_code(at, end, &next)))
        at = next;
    Span word = {text->at, (size_t)(at - text->at)};
    *text = after(*text, word.size);
    return word;
}

/* Whether one of the words of a value is one of some names, in letters of any case. */
bool has_name(const Names *names, Span value)
{
    uint8_t small[64];
    for (Span word; (word = next_word(&value)).size;) {
        for (size_t i = 0; i < word.size && i < sizeof small; i++)
            small[i] = lower(word.at[i]);
        if (word.size <= sizeof small && find_name(names, (Span){small, word.size}) >= 0)
            return true;
    }
    return false;
}

/* Whether an element's own attributes keep it from being shown; ``aria-hidden`` does not: pages set
   it on the whole article while a dialogue is open. */
bool is_hidden(const Tables *tables, const Attributes *attributes)
{
    if (pair_of(attributes, HIDDEN)) {
        /* React streams a page in hidden parts, which its scripts then put in their places. */
        Span id = value_of(attributes, ID);
        return id.size < 2 || id.at[0] != 'S' || id.at[1] != ':';
    }
    Span style = value_of(attributes, STYLE);
    for (; style.size; style = after(style, 1))
        if (declares(style, "display", "none") || declares(style, "visibility", "hidden"))
            return true;
    Span names = value_of(attributes, CLASS);
    if (contains(names, "hidden") || contains(names, "sr-only") || contains(names, "-reader"))
        for (Span name; (name = next_word(&names)).size;)
            if (is_unread(tables, name))
                return true;
    return false;
}

/* Adds what an element says of its purpose: class names, id, role and item properties. Of its label
   and its item type only that it holds a trail of sections. Words are in small letters as far as
   ASCII goes, each followed by a space. */
void add_names(Bytes *names, const Attributes *attributes)
{
    static const enum Attribute own[] = {CLASS, ID, ROLE, ITEMPROP};
    static const enum Attribute trail[] = {ARIA_LABEL, ITEMTYPE};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        Span value = value_of(attributes, own[i]);
        for (Span word; (word = next_word(&value)).size; add_byte(names, ' '))
            add_small(names, word);
    }
    for (size_t i = 0; i < sizeof trail / sizeof *trail; i++)
        if (contains(value_of(attributes, trail[i]), "readcrumb"))
            add(names, "breadcrumb ", 11);
}
