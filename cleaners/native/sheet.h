/* The steps that read the lines of a page, each explained where it stands. */

#ifndef LIMPIDE_SHEET_H
#define LIMPIDE_SHEET_H

#include "lines.h"

/* How many rows of measures each step fills; those of shape.c are ROWS. */
enum { VOCABULARY_ROWS = 7, PLACE_ROWS = 28, TEXTURE_ROWS = 42 };

/* What is known of each code point (see lines.h), of phrases (see hits.c), and which kinds of them
   count as one (see shape.c). */
typedef struct {
    const uint8_t *class_of, *part_of;
    const uint32_t *folded;
    const void *phrases;
    const int64_t *groups;
} Tables;

int64_t read_lines(const uint32_t *codes, const int64_t *lengths, int64_t lines,
                   const uint8_t *class_of, uint8_t *classes, int64_t *starts, int64_t *ends,
                   int64_t *counts);

int64_t cut_tokens(const uint32_t *codes, const int64_t *starts, const int64_t *ends,
                   int64_t lines, int64_t behind, const uint8_t *part_of, const uint32_t *folded,
                   int64_t *offsets, int64_t *line, uint64_t *hashes, uint64_t *stems,
                   int64_t *length, uint32_t *first);

void number_equals(const uint64_t *values, int64_t count, int32_t *slots, int64_t bits,
                   int64_t *found);

void find_phrases(const void *phrases, const int64_t *offsets, const uint64_t *hashes,
                  int64_t lines, double *covered, int64_t *columns);

void measure_shape(const uint32_t *codes, const uint8_t *classes, const int64_t *starts,
                   const int64_t *ends, const int64_t *counts, const int64_t *lengths,
                   const int64_t *offsets, const uint64_t *hashes, const int64_t *length,
                   const double *covered, const int64_t *kind, const int64_t *first,
                   const int64_t *kinds, const int64_t *gaps, const int64_t *groups, int64_t lines,
                   float *found, uint8_t *asked);

int64_t measure_vocabulary(const int64_t *offsets, const uint64_t *hashes, const uint64_t *stems,
                           const int64_t *ids, const int64_t *length, const uint32_t *first,
                           const uint8_t *running, int64_t lines, const uint64_t *wanted,
                           int64_t titled, float *found);

void measure_places(const double *words, const bool *running, const float *covered,
                    const float *whole, const int64_t *gaps, int64_t lines, double *room,
                    float *found);

void measure_texture(const uint32_t *codes, const uint8_t *classes, const int64_t *starts,
                     const int64_t *ends, const int64_t *lengths, const int64_t *counts,
                     const int64_t *offsets, const int64_t *line_of, const int64_t *ids,
                     const int64_t *length, const uint64_t *hashes, const uint64_t *stems,
                     const uint32_t *first, const double *words, const bool *running,
                     const float *ended, const float *lower, int64_t lines, int64_t *room,
                     int64_t bits, float *found);

#endif
