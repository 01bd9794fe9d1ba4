/* Small sums over the lines of a page that several kernels need. */

#ifndef LIMPIDE_PAGES_H
#define LIMPIDE_PAGES_H

#include "kernels.h"

/* A run of lines: the first, and the one behind the last. */
struct run {
    int64_t start, end;
};

static inline double at_least(double value, double least)
{
    return value > least ? value : least;
}

static inline double within(double value, double most)
{
    return value > most ? most : value < -most ? -most : value;
}

static inline int64_t greater(int64_t one, int64_t other)
{
    return one > other ? one : other;
}

static inline int64_t smaller(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

/* Finds the run of lines with the greatest sum (Finn, Kushmerick and Smyth, 2001); none where no
   sum is above 0. A line is worth its value less ``cost``. */
static inline struct run best_run(const double *values, double cost, int64_t lines)
{
    struct run best = {0, 0};
    double sum = 0, lowest = 0, most = 0;
    int64_t low = 0;
    for (int64_t line = 0; line < lines; line++) {
        sum += values[line] - cost;
        if (sum - lowest > most) {
            most = sum - lowest;
            best = (struct run){low, line + 1};
        }
        if (sum < lowest) {
            lowest = sum;
            low = line + 1;
        }
    }
    return best;
}

/* Writes one value for all lines; gives the next row. */
static inline float *fill(float *row, double value, int64_t lines)
{
    for (int64_t line = 0; line < lines; line++)
        row[line] = (float)value;
    return row + lines;
}

#endif
