/**
 * Measurements, side by side with what one would pick instead. Each case opens with its question,
 * runs its rivals in turn in one run, and leaves its figures in {@code bench/results}.
 */
package io.nowfeed.bench;
