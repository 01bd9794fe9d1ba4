/* What html_flatten.c and html_lines.c share: a page on its way through the flattener. */

#ifndef LIMPIDE_HTML_FLATTEN_H
#define LIMPIDE_HTML_FLATTEN_H

#include "html.h"

/* What was the last box to end. */
enum { NO_BOX = -2, OWN_BOX = -1 };
/* What stands, after NUL, where two boxes touch. */
enum { LINK_GAP = 'L', BOX_GAP = 'B' };

/* A place in the page's outline; blocks of the same path and kind are at the same place. ``path`` is
   the place that its path ends in and ``above`` the one before that (-1: none). The places inside it
   are a chain. */
typedef struct {
    int64_t tag, above, path;
    int kind, breaks;
    int64_t first_inside, next;
    int64_t number; /* of its path among those handed out; -1: none yet */
} Place;

/* An open block: the boxes open around it, its element's number, where its names begin and which of
   the page's texts of names its lines have (-1: none yet). */
typedef struct {
    int64_t place, boxes, element;
    size_t names;
    int64_t css;
} Frame;

typedef struct {
    int64_t leads; /* 1: it has an address, ``size`` bytes from ``start`` on */
    size_t start, size;
} Link;

/* What is shown without scripts: its events, and the line before which it would stand. */
typedef struct {
    int64_t line;
    size_t start, end;
} Aside;

/* A line: where its text is in ``text`` (of ``size`` bytes, ``codes`` characters, ``indent`` of them
   white space at its start), the line breaks before it, and what is known of it. */
typedef struct {
    size_t start, size;
    int64_t codes, indent, breaks, kind, place, css, element;
    double link_density;
} Line;

/* A page as far as it has been flattened. */
typedef struct Page Page;

struct Flattener {
    const Tables *tables;
    Page *page;
    bool quiet; /* flattens what was set aside: nobody is told of it */
    Bytes frames, names, links, addresses, line, gaps, content, type, events, asides;
    int64_t first_place, body; /* -1: none yet */
    int64_t element_count, link_letters, linked, boxes, after_box, hidden, collects;
    Link last_link;
    int gap;
    bool pieces, loose, aside;
};

/* What is handed out of a page. Texts end with a line feed each, the notes' parts with NUL. */
typedef struct {
    Span text, paths, css, notes, source, scripts;
    Span columns;   /* int64_t, COLUMNS x lines */
    Span densities; /* double, lines: the share of letters in links */
    Span elements;  /* int64_t, elements x 2: each one's number, the row of the one around it */
    int64_t wanted; /* a character whose classes must be known first; -1: none */
} Result;

/* Of each line: its span in the text in characters, its kind, the row of its path, of its names and
   of its element (-1: none). */
enum { START, END, KIND, PATH, CSS, ELEMENT, COLUMNS };

struct Page {
    Result result;
    Bytes text, lines, places, above, css, notes, source, scripts;
    Bytes all, paths, columns, densities; /* for the result */
    int64_t css_count, no_path; /* the number of the empty path; -1: none yet */
    Work work;
    Flattener main, aside;
    Bytes *own[48]; /* all its buffers; the one after the last is NULL */
    jmp_buf failed;
};

/* Only for the kernel itself. */
#pragma GCC visibility push(hidden)

/* html_flatten.c */
void begin(Flattener *flattener);

/* html_lines.c */
bool end_line(Flattener *flattener);
int64_t line_count(const Flattener *flattener);
int64_t add_element(Flattener *flattener, int64_t above);
int64_t element_above(const Flattener *flattener, int64_t element);

/* html_page.c */
Line *line_at(const Page *page, int64_t number);

#pragma GCC visibility pop

#endif
