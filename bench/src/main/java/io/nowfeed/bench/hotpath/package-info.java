/**
 * What an event costs on the hot path: Nowfeed beside what one would pick instead. Each contender
 * is a process that reads the same preloaded topics.
 */
package io.nowfeed.bench.hotpath;
