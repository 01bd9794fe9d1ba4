/* The parts of the HTML kernel: html_bytes.c grows buffers and reads UTF-8, html_names.c finds names
   and character references, html_tags.c cuts tags, html_parse.c makes elements of them, html_flatten.c
   and html_lines.c lines of elements, html_page.c a page of lines.

   All text is UTF-8 without NUL. Unlike other kernels this one cannot know how much it will write:
   it grows its own buffers, and the caller frees them when it has read them. */

#ifndef LIMPIDE_HTML_H
#define LIMPIDE_HTML_H

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "spaces.h"

/* A buffer that grows; ``failed`` is where to go when there is no memory. */
typedef struct {
    uint8_t *at;
    size_t size, room;
    jmp_buf *failed;
} Bytes;

/* A part of a text. */
typedef struct {
    const uint8_t *at;
    size_t size;
} Span;

/* Some names one after the other, and a hash table over them: the number of a name, or -1. */
typedef struct {
    const uint8_t *text;
    const int32_t *starts; /* count + 1 */
    int32_t *slots;        /* mask + 1 */
    int64_t count, mask;
} Names;

/* What Python knows of HTML; see cleaners/html_tables.py, which fills it. */
typedef struct {
    Names tags, references, metas; /* of metas the names that are wanted */
    const int32_t *flags;     /* tags; bits below */
    const uint8_t *content;   /* tags; a Content */
    const uint8_t *priority;  /* tags; an end tag closes no element of a higher one */
    const uint8_t *closes;    /* tags x tags; whether a start tag (row) ends an open element */
    const uint8_t *shapes;    /* KINDS x tags; kind of a block's lines + 16 * line breaks */
    const uint8_t *legacy;    /* references; 1 where the semicolon may be missing */
    const uint8_t *values;    /* what the references stand for, one after the other */
    const int32_t *value_at;  /* references + 1 */
    const uint8_t *unread;    /* class names of what only screen readers read, each ended by NUL */
    const uint8_t *classes;   /* code points; bits below, 0: not known yet */
    int64_t deepest, longest_script, longest_label, least_aside;
} Tables;

/* Bits of Tables.flags. */
enum {
    BLOCK = 1,      /* cuts lines */
    ENDS_LINES = 2, /* a block whose end tag counts */
    UNSEEN = 4,
    BOX = 8,
    LINKLIKE = 16,
    VOID = 32,
    IN_HEAD = 64,  /* does not begin the body */
    FRAMES = 128,  /* stands beside the body */
    NOTED = 256,   /* all its attributes are wanted */
};

enum Content { MARKUP, TEXT, RAW, PLAIN, SCRIPT };

/* Bits of Tables.classes. */
enum { KNOWN = 1, ALNUM = 2, LOWER = 4, UPPER = 8, DIGIT = 16 };

enum { PARAGRAPH, HEADING, LIST_ITEM, TABLE_CELL, CAPTION, CODE, KINDS };

/* Tags with rules of their own, in the order in which Tables.tags begins. */
enum {
    HTML, HEAD, BODY, TITLE, SCRIPT_TAG, META, LINK, BASE, A, BR, FONT, TIME, H1, DIALOG, NOSCRIPT,
    IMG, INPUT, WBR, P
};

/* Attributes that are looked at. */
enum Attribute {
    HIDDEN, STYLE, CLASS, ID, ROLE, ITEMPROP, ARIA_LABEL, ITEMTYPE, OPEN, HREF, REL, HREFLANG,
    ONCLICK, TYPE, CONTENT, DATETIME, ATTRIBUTES
};

typedef struct {
    size_t name, name_size, value, value_size; /* in ``text`` */
} Pair;

/* The attributes of one start tag. */
typedef struct {
    Bytes text, pairs;
    int64_t first[ATTRIBUTES]; /* which pair has each attribute; -1: none */
} Attributes;

/* What reading needs besides what it writes. */
typedef struct {
    Attributes attributes; /* of the current tag */
    Bytes open, count, scratch;
} Work;

typedef struct Flattener Flattener;

/* Only for the kernel itself. */
#pragma GCC visibility push(hidden)

/* html_bytes.c */
void make_room(Bytes *bytes, size_t more);
void add_small(Bytes *bytes, Span text);
void add_code(Bytes *bytes, uint32_t code);
uint32_t last_code(const uint8_t *start, const uint8_t *at);
Span stripped(Span text);
int64_t count_codes(Span text);
bool contains(Span text, const char *word);

/* html_names.c */
int64_t find_name(const Names *names, Span name);
size_t reference(const Tables *tables, Span text, bool attribute, Bytes *found);

/* html_attributes.c */
void clear_attributes(Attributes *attributes);
int attribute_named(Span name);
void note_attribute(Attributes *attributes, Pair pair, int known);
Pair *pair_of(const Attributes *attributes, enum Attribute attribute);
size_t pair_count(const Attributes *attributes);
Span value_of(const Attributes *attributes, enum Attribute attribute);
bool says(Span value, const char *word);
bool has_name(const Names *names, Span value);
bool is_hidden(const Tables *tables, const Attributes *attributes);
void add_names(Bytes *names, const Attributes *attributes);

/* html_parse.c, html_events.c */
void parse_html(const Tables *tables, Span html, Work *work, Flattener *to);
void add_pairs(Bytes *to, const Attributes *attributes);
void add_start(Bytes *events, Span tag, const Attributes *attributes);
void add_end(Bytes *events, Span tag);
void add_text(Bytes *events, Span text);
void replay(const Tables *tables, Span events, Work *work, Flattener *to);

/* html_flatten.c */
void start_element(Flattener *flattener, int64_t tag, Span name, const Attributes *attributes);
void end_element(Flattener *flattener, int64_t tag, Span name);
void take_text(Flattener *flattener, Span text);

#pragma GCC visibility pop

static inline bool is_blank(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\v');
}

static inline uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte;
}

static inline bool is_letter(uint8_t byte)
{
    return lower(byte) >= 'a' && lower(byte) <= 'z';
}

/* Makes room for more bytes and gives where they go; the buffer counts them as its own. */
static inline void *grow(Bytes *bytes, size_t more)
{
    if (more > bytes->room - bytes->size)
        make_room(bytes, more);
    bytes->size += more;
    return bytes->at + bytes->size - more;
}

static inline void add(Bytes *bytes, const void *from, size_t size)
{
    if (size)
        memcpy(grow(bytes, size), from, size);
}

static inline void add_byte(Bytes *bytes, uint8_t byte)
{
    *(uint8_t *)grow(bytes, 1) = byte;
}

/* Reads the code point at a place of a well-formed text; ``next`` is where the one after it is. */
static inline uint32_t read_code(const uint8_t *at, const uint8_t *end, const uint8_t **next)
{
    uint32_t code = *at++;
    int more = code < 0xC0 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
    if (more)
        code &= 0x3Fu >> more;
    for (; more && at < end; more--)
        code = code << 6 | (*at++ & 0x3F);
    *next = at;
    return code;
}

/* Gives how many bytes of white space a text begins with. */
static inline size_t leading_space(Span text)
{
    const uint8_t *at = text.at, *end = at + text.size, *next;
    while (at < end && is_space(read_code(at, end, &next)))
        at = next;
    return (size_t)(at - text.at);
}

#endif
