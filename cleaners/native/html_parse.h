/* What html_parse.c and html_tags.c share: a page that is being parsed. */

#ifndef LIMPIDE_HTML_PARSE_H
#define LIMPIDE_HTML_PARSE_H

#include "html.h"

/* An element that is open. */
typedef struct {
    int64_t tag; /* -1: not in the tables */
    Span name;   /* as the page writes it */
} Open;

typedef struct {
    const Tables *tables;
    Flattener *to;
    Work *work; /* ``open`` holds Open, ``count`` int64_t: how many of each tag are open, and last
                   how many of no known tag; ``scratch`` what a reference stands for */
    const uint8_t *at, *end;
    bool returns; /* the page has carriage returns */
    bool seen_head, seen_body;
    int64_t ignored; /* start tags of html, head and body that were not taken */
    enum Content content;
} Parser;

static inline Span rest(const Parser *p)
{
    return (Span){p->at, (size_t)(p->end - p->at)};
}

/* Gives the byte at a distance; past the end 0, which no text holds. */
static inline uint8_t peek(const Parser *p, size_t distance)
{
    return (size_t)(p->end - p->at) > distance ? p->at[distance] : 0;
}

/* Only for the kernel itself. */
#pragma GCC visibility push(hidden)

/* html_tags.c */
void skip_past(Parser *parser, uint8_t byte);
void skip_blanks(Parser *parser);
void skip_declaration(Parser *parser);
Span read_name(Parser *parser, uint8_t stop);
void read_attributes(Parser *parser, bool all);

#pragma GCC visibility pop

#endif
