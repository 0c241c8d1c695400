/**
 * The Flink jobs. Packages follow the data: {@code source} → {@code enrichment} → {@code
 * popularity} → {@code recommendation}, and {@code analytics} behind them. Stages do not know each
 * other; what passes between them is in {@code flow}, and only the pipeline classes know them all.
 */
package io.nowfeed.jobs;
